import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";
import { App } from "./react-app.ts";

const root = document.querySelector("#root");
// React logs an error if the page differs from the server's, and every error on the console ends the test.
if (root) hydrateRoot(root, createElement(App));
