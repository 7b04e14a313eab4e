import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import { App } from "./vue-app.ts";

/** The page's markup, as a server sends it. */
export const render = (): Promise<string> => renderToString(createSSRApp(App));
