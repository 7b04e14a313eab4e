import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { App } from "./react-app.ts";

/** The page's markup, rendered on the server. */
export const render = (): string => renderToString(createElement(App));
