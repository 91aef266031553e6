import * as xinyi from "xinyi";
import * as testing from "xinyi/testing";
import { decide } from "../decide.js";
import { made } from "../made.js";

export default async () => decide(xinyi, await made(testing));
