/** Next calls it when the server starts. */
export function register(): void {
  console.log("This is a demo: /api/demo hands out every key of its platform. Not for a network that others are in.");
  if (!process.env.XINYI) console.log("XINYI names no command line: records whose last day is past are not deleted.");
}
