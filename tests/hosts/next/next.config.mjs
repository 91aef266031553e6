// A module that is compressed already, as docs/integrate-web.md has servers send it.
const compressed = [
  { key: "Content-Type", value: "application/wasm" },
  { key: "Content-Encoding", value: "br" },
];

export default { headers: () => [{ source: "/xinyi.wasm.br", headers: compressed }] };
