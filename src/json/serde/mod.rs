//! [`Value`](super::Value) to and from everything that serde knows.

mod deserialize;
mod deserializer;
mod serialize;
