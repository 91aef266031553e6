import { useLaunch } from "@tarojs/taro";
import { run } from "./run";

export default function App({ children }) {
  useLaunch(() => {
    run("/wasm/xinyi.wasm.br").then((outcome) => wx.setStorageSync("outcome", outcome));
  });
  return children;
}
