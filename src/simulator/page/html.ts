/** A page of the simulator itself. The script of its name draws everything. */
export const html = (name: string, title: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f4f5f3" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#121413" media="(prefers-color-scheme: dark)">
<title>${title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/${name}.css">
<script type="module" src="/${name}.js"></script>
</head>
<body>
<noscript>This page needs JavaScript. 这个页面需要 JavaScript。</noscript>
</body>
</html>
`;

/** The page's icon: a phone in front of a code. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="7" y="2" width="18" height="28" rx="5" fill="#1d8a63"/><path d="M11.5 13v-2.5h2.5M18 10.500h2.500V13M20.500 17v2.500H18M14 19.500h-2.500V17" fill="none" stroke="#fff" stroke-width="1.700" stroke-linecap="round" stroke-linejoin="round"/><circle cx="16" cy="26" r="1.200" fill="#fff"/></svg>`;
