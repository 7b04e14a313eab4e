import { defineConfig } from "vitepress";
import { anchorOf, sidebarOf } from "../contents.ts";

/** Splits texts and search terms into words, because Chinese has no spaces between them. */
function tokenize(text: string): string[] {
  const words = new Intl.Segmenter("zh-CN", { granularity: "word" }).segment(text);
  return [...words].filter((word) => word.isWordLike).map((word) => word.segment.toLowerCase());
}

const chinese = {
  translations: {
    button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
    modal: {
      displayDetails: "显示详情",
      resetButtonTitle: "清除",
      backButtonTitle: "关闭",
      noResultsText: "没有找到",
      footer: {
        selectText: "打开",
        selectKeyAriaLabel: "回车",
        navigateText: "上下选择",
        navigateUpKeyAriaLabel: "上",
        navigateDownKeyAriaLabel: "下",
        closeText: "关闭",
        closeKeyAriaLabel: "Esc",
      },
    },
  },
};

export default defineConfig({
  srcDir: ".saoma/source",
  cacheDir: ".saoma/cache",
  title: "Saoma 扫码",
  lastUpdated: false,
  // Braces in tables are code, not attributes.
  markdown: { attrs: { disable: true }, anchor: { slugify: anchorOf } },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith("saoma-") } } },
  locales: {
    root: {
      label: "English",
      lang: "en",
      description: "Sign people in to your website with WeChat. Self-hosted.",
      themeConfig: { nav: [{ text: "Contents", link: "/contents" }], sidebar: sidebarOf("contents.md") },
    },
    "zh-CN": {
      label: "中文",
      lang: "zh-CN",
      description: "用微信登录你的网站。自己部署。",
      themeConfig: {
        nav: [{ text: "目录", link: "/zh-CN/contents" }],
        sidebar: sidebarOf("zh-CN/contents.md"),
        outline: { label: "本页内容" },
        docFooter: { prev: "上一页", next: "下一页" },
        darkModeSwitchLabel: "外观",
        lightModeSwitchTitle: "换成浅色",
        darkModeSwitchTitle: "换成深色",
        sidebarMenuLabel: "菜单",
        returnToTopLabel: "回到顶部",
        langMenuLabel: "换语言",
        skipToContentLabel: "跳到正文",
        notFound: { title: "没有这一页", quote: "地址可能变了。", linkText: "回到首页", linkLabel: "回到首页" },
      },
    },
  },
  themeConfig: {
    search: { provider: "local", options: { locales: { "zh-CN": chinese }, miniSearch: { options: { tokenize } } } },
  },
});
