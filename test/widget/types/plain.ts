import type { SaomaLogin } from "../../../src/widget/define.ts";

const login = document.querySelector("saoma-login");
login?.reset();
login?.addEventListener("signed-in", ({ detail }) => console.log(detail.account.name));
login?.addEventListener("pending", ({ detail }) => console.log(detail.expiresAt));
login?.addEventListener("click", (event) => console.log(event.clientX));
const made: SaomaLogin = document.createElement("saoma-login");
// @ts-expect-error: the widget has no such state
made.addEventListener("scanned", ({ detail }) => detail.session);
