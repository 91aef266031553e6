/** Where the snapshot is fetched from. Its host has to stand among the domains for `request` in the mini-program's settings. */
export const SNAPSHOT_URL = "https://till.example/snapshot.json";
