import { useLaunch } from "@tarojs/taro";
import * as xinyi from "./entry";
import { decide, told } from "./decide";
import demo from "./demo";

export default function App({ children }) {
  useLaunch(() => {
    xinyi
      .init({ wasmPath: "/wasm/xinyi.wasm.br" })
      .then(() => decide(xinyi, demo))
      .catch(told)
      .then((outcome) => wx.setStorageSync("outcome", outcome));
  });
  return children;
}
