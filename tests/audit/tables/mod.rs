//! Workbooks and pages: rows that other people's programs wrote, and files put together here.

mod foreign;
mod limits;
mod pages;
mod workbook;
mod workbooks;
mod written;

use super::*;
