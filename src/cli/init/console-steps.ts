import type { Config, SourceConfig } from "../../server/config/config.ts";
import { clientSecretVariable } from "../../server/config/secrets.ts";
import { columnsOf } from "../columns.ts";
import { say } from "../say.ts";

/** A step of the instructions, with the fields to fill in. */
interface Step {
  readonly what: string;
  readonly fields?: readonly (readonly [name: string, value: string])[];
  /** Text to be copied unchanged. */
  readonly text?: readonly string[];
}

/** What is left to do after `saoma init`, in order, line by line, with the exact values of the account's console. */
export function consoleSteps(config: Config, { isInstalled }: { isInstalled: boolean }): string[] {
  const [source] = config.sources;
  if (!source) return [];
  const steps = [
    ...(isInstalled ? [] : [install]),
    ...here(config),
    ...stepsOf[source.kind](config, source),
    ...clientSteps(config),
    ...done,
  ];
  return [say`What is left, in this order:`, ...steps.flatMap(lines)];
}

function lines({ what, fields = [], text = [] }: Step, index: number): string[] {
  const width = Math.max(0, ...fields.map(([name]) => columnsOf(name)));
  const number = `${index + 1}.`.padEnd(4);
  return [
    "",
    ...what.split("\n").map((line, at) => `${at === 0 ? number : "    "}${line}`),
    ...fields.map(([name, value]) => `      ${name}${" ".repeat(width - columnsOf(name))}  ${value}`),
    ...text.map((line) => `      ${line}`),
  ];
}

const install: Step = { what: say`Run npm install saoma in this folder: the configuration imports it.` };

const here = ({ origin }: Config): readonly Step[] =>
  origin.startsWith("https:")
    ? [
        {
          what: say`Start it with npx saoma serve, and let ${origin} lead to it, at the port it prints. For nginx:`,
          text: nginx,
        },
      ]
    : [
        {
          what: say`Start it with npx saoma serve. WeChat cannot reach ${origin}: this is for a simulator on this machine.`,
        },
      ];

/** The nginx configuration. Its paths are those of http/own-paths.ts. */
const nginx = [
  "location ~ ^/(v1/|wechat/|mini-program/|compat/wechat-server/|oidc/|sign-in/|saoma-login\\.js$|\\.well-known/(jwks\\.json|openid-configuration)$|MP_verify_\\w+\\.txt$) {",
  "  proxy_pass http://127.0.0.1:7080;",
  "  proxy_http_version 1.1;",
  "  proxy_set_header Upgrade $http_upgrade;",
  '  proxy_set_header Connection "upgrade";',
  "  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
  "  proxy_buffering off;",
  "}",
];

/** The steps for the OpenID Connect client of an application. */
function clientSteps({ origin, applications }: Config): readonly Step[] {
  return applications.flatMap(({ id, openid }) =>
    openid === undefined
      ? []
      : [
          { what: say`Run npm install oidc-provider@9 in this folder: OpenID Connect needs it.` },
          {
            what: say`Type this into the program that people come back to at ${openid.redirectUris.join(", ")}:`,
            fields: [
              ["issuer", origin],
              ["discovery URL", `${origin}/.well-known/openid-configuration`],
              ["client id", id],
              ["client secret", say`${clientSecretVariable(id)} in .env`],
              ["scopes", "openid profile email"],
            ] as const,
          },
        ],
  );
}

const done: readonly Step[] = [{ what: say`Run npx saoma doctor. It says what does not work yet, and how to fix it.` }];

const host = ({ origin }: Config): string => new URL(origin).hostname;

const modes = { safe: "安全模式", compatible: "兼容模式", plain: "明文模式" };

/** Where the settings of an official account are in the console. */
const place = (name: string): string =>
  say`developers.weixin.qq.com/platform → 我的业务 → ${name}, or mp.weixin.qq.com → 设置与开发 → 基本配置`;

const ipList: Step = {
  what: say`IP 白名单 (IP list): add the addresses from which this server calls out. Without them WeChat gives no token\n(40164), and npx saoma doctor names the address that is missing. A change takes 5 to 10 minutes.`,
};

const switchesOff: Step = {
  what: say`Before the next step: turning the server URL on switches off, for everybody at once, what the console itself\ndoes: its 自动回复 (greeting, keywords, other messages) and the 自定义菜单 made there. Copy the replies into\nsources[].replies, and the menu into a file for npx saoma menu set.`,
};

const serverUrl = (
  { origin }: Config,
  { appid, token, aesKey, mode, format = "xml" }: SourceConfig,
  where: string,
): Step => ({
  what: say`${where}. WeChat asks the URL at once, so the service must run. Then switch it on (启用):`,
  fields: [
    [say`URL (服务器地址)`, `${origin}/wechat/${appid}/push`],
    [say`Token (令牌)`, token.reveal()],
    ...(aesKey ? [[say`EncodingAESKey (消息加解密密钥)`, aesKey.reveal()] as const] : []),
    ["消息加解密方式", modes[mode]],
    ["数据格式", format.toUpperCase()],
  ],
});

const oauthDomain = (config: Config, { inWechat }: SourceConfig, where: string): Step => ({
  what: inWechat
    ? say`${where}, for sign-ins inside WeChat's browser (not needed for scanning):`
    : say`${where}, for sign-ins inside WeChat's browser (not needed for scanning).\nOnce it is set, take inWechat: false out of the configuration, and restart:`,
  fields: [[say`domain`, host(config)]],
});

const verifyFile: Step = {
  what: say`WeChat gives you MP_verify_….txt and looks for it on that domain. Put its name and its line into mpVerify in the\nconfiguration, restart, and save the domain.`,
};

const jsDomain = (config: Config): Step => ({
  what: say`JS接口安全域名: only if your own pages use WeChat's JS-SDK. Saoma does not:`,
  fields: [[say`domain`, host(config)]],
});

type Kind = SourceConfig["kind"];

const stepsOf: Readonly<Record<Kind, (config: Config, source: SourceConfig) => readonly Step[]>> = {
  service: (config, source) => [
    { what: say`Open the console of ${source.name}:\n${place("服务号")}.` },
    ipList,
    switchesOff,
    serverUrl(config, source, say`消息与事件推送 (服务器配置)`),
    oauthDomain(config, source, say`网页授权域名 (设置与开发 → 账号设置 → 功能设置)`),
    ...(Object.keys(config.mpVerify).length > 0 ? [] : [verifyFile]),
    jsDomain(config),
  ],
  subscription: (config, source) => [
    { what: say`Open the console of ${source.name}. It needs no AppSecret and no IP list.\n${place("公众号")}.` },
    switchesOff,
    serverUrl(config, source, say`消息与事件推送 (服务器配置)`),
  ],
  test: (config, source) => [
    {
      what: say`Open the test account's page: https://mp.weixin.qq.com/debug/cgi-bin/sandbox?t=sandbox/login. It has no IP list.`,
    },
    serverUrl(config, source, say`接口配置信息 → 修改. It has no other mode than plaintext`),
    oauthDomain(config, source, "网页服务 → 网页授权获取用户基本信息 → 修改"),
    jsDomain(config),
  ],
  "mini-program": (config, source) => [
    { what: say`Open the console of ${source.name}: mp.weixin.qq.com → 开发管理 → 开发设置.` },
    { what: say`服务器域名 → request合法域名:`, fields: [[say`domain`, config.origin]] },
    {
      what: say`IP 白名单: where the console has one switched on, add the addresses from which this server calls out.`,
    },
    ...(source.token.reveal() === "" ? [] : [serverUrl(config, source, "消息推送")]),
    {
      what: say`Publish a version with the page ${source.code?.page ?? ""}; mini-program/ in Saoma's repository is a sample.\n服务内容声明 → 用户隐私保护指引: name the phone number where you ask for it.`,
    },
  ],
  website: (config, source) => [
    { what: say`Open ${source.name} on the Open Platform: open.weixin.qq.com → 管理中心 → 网站应用.` },
    {
      what: say`授权回调域 (开发信息 → 修改): the host alone, without https://. It may change five times a month:`,
      fields: [[say`domain`, host(config)]],
    },
    { what: say`接口信息: 微信登录 must say 已获得. It has no server URL, so nothing of a 公众号 is switched off.` },
  ],
};
