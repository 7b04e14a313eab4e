/** `jweixin-*.js`: `wx.config` asks the simulator to check the page's signature; all other calls succeed. */

interface Config {
  debug?: boolean;
  appId: string;
  timestamp: number | string;
  nonceStr: string;
  signature: string;
  jsApiList?: string[];
}

interface Result {
  errMsg: string;
}

interface Options {
  success?: (result: object) => void;
  complete?: (result: object) => void;
  jsApiList?: string[];
}

const script = document.currentScript as HTMLScriptElement | null;
const origin = new URL(script?.src ?? location.href).origin;

let settle: (result: Result) => void = () => {};
const configured = new Promise<Result>((resolve) => {
  settle = resolve;
});
const isRight = ({ errMsg }: Result): boolean => errMsg === "config:ok";

async function config({ debug, appId, timestamp, nonceStr, signature }: Config): Promise<void> {
  const url = location.href.split("#")[0] ?? "";
  const query = new URLSearchParams({ appId, timestamp: String(timestamp), nonceStr, signature, url });
  const result = await fetch(`${origin}/connect/jssdk/config?${query}`).then(
    (response) => response.json() as Promise<Result>,
    () => ({ errMsg: "config:fail" }),
  );
  if (debug) alert(JSON.stringify(result));
  settle(result);
}

const whenRight = (act: () => void) => void configured.then((result) => isRight(result) && act());

function called(name: string, { success, complete, jsApiList }: Options = {}): void {
  const more = jsApiList ? { checkResult: Object.fromEntries(jsApiList.map((api) => [api, true])) } : {};
  const result = { errMsg: `${name}:ok`, ...more };
  whenRight(() => {
    success?.(result);
    complete?.(result);
  });
}

const own: Record<string, unknown> = {
  config: (given: Config) => void config(given),
  ready: whenRight,
  error: (act: (result: Result) => void) => void configured.then((result) => isRight(result) || act(result)),
};

const wx = new Proxy(own, {
  get: (known, name) => known[String(name)] ?? ((options?: Options) => called(String(name), options)),
});

Object.assign(globalThis, { wx, jWeixin: wx });
