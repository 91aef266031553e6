import "../../src/main.js";
