// VitePress' own fonts would add 300 KB; the system's fonts include Chinese.
export { default } from "vitepress/theme-without-fonts";
