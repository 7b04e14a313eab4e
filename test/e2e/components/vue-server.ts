import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import { App } from "./vue-app.ts";

/** The page's markup, rendered on the server. */
export const render = (): Promise<string> => renderToString(createSSRApp(App));
