// Its own fonts would be 300 KB; the system's have Chinese.
export { default } from "vitepress/theme-without-fonts";
