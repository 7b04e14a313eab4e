import { createElement, useRef, useState } from "react";
import type { SaomaLogin as SaomaLoginElement } from "../../../src/widget/define.ts";
import { SaomaLogin } from "../../../src/widget/react.ts";

/** A React page. Its state holds who is signed in; the button calls the element through its ref. */
export function App() {
  const [heard, setHeard] = useState<readonly string[]>([]);
  const login = useRef<SaomaLoginElement>(null);
  const hear = (line: string) => setHeard((before) => [...before, line]);
  return createElement(
    "main",
    null,
    createElement(SaomaLogin, {
      ref: login,
      lang: "zh-CN",
      className: "door",
      onPending: ({ channel }) => hear(`pending by ${channel}`),
      onSignedIn: ({ account }, event) => hear(`${event.type} ${account.name}, after ${heard.length}`),
      onSignedOut: () => hear("signed out"),
    }),
    createElement("button", { type: "button", id: "out", onClick: () => login.current?.signOut() }, "out"),
    createElement("output", { id: "heard" }, heard.join("; ")),
  );
}
