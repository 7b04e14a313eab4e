import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";
import { App } from "./react-app.ts";

const root = document.querySelector("#root");
// What React says of a page that differs from the server's ends the test, as every error on the console does.
if (root) hydrateRoot(root, createElement(App));
