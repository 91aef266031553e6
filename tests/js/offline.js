// Programs that are run as a newcomer runs them: without a network, and by another clock.

/** Preloaded: whoever asks the network ends the program. */
export const offline = `
  for (const [name, members] of [["node:net", ["connect", "createConnection"]], ["node:dns", ["lookup"]]]) {
    for (const member of members) require(name)[member] = () => process.exit(9);
  }
  require("node:net").Socket.prototype.connect = () => process.exit(9);
`;

/** Preloaded: a clock that is so many milliseconds ahead, and goes on. */
export const ahead = (milliseconds) => `
  const Host = Date;
  const now = () => Host.now() + ${milliseconds};
  globalThis.Date = class Date extends Host {
    constructor(...given) {
      if (given.length > 0) super(...given);
      else super(now());
    }
    static now() {
      return now();
    }
  };
`;
