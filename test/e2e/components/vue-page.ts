import { createSSRApp } from "vue";
import { App } from "./vue-app.ts";

createSSRApp(App).mount("#root");
