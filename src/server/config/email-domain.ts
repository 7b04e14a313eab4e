// The domain of the placeholder for the e-mail address: whoever owns it can receive mail to every user.
import { english } from "../../base/english.ts";

/** Domains where anybody gets an address, so that a placeholder may be a stranger's. Their subdomains are theirs, too. */
const publicDomains: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com live.cn msn.com yahoo.com yahoo.co.jp yahoo.com.cn yahoo.com.hk
  yahoo.com.tw ymail.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com gmx.net gmx.de web.de mail.com
  zoho.com yandex.com yandex.ru mail.ru fastmail.com tuta.com tutanota.com naver.com daum.net hey.com
  qq.com foxmail.com 163.com 126.com 188.com yeah.net sina.com sina.cn sohu.com tom.com 21cn.com 139.com 189.cn wo.cn
  aliyun.com 263.net wechat.com`.split(/\s+/),
);

/** A sentence if nobody's placeholders may be at this domain. */
export function emailDomainFault(domain: string): string | undefined {
  const labels = domain.split(".");
  const isPublic = labels.some((_, at) => publicDomains.has(labels.slice(at).join(".")));
  return isPublic
    ? english`is a public mail service, where placeholders may be the addresses of strangers. Use a domain of yours, or leave it out.`
    : undefined;
}

/** RFC 2606 and RFC 6761: nobody can register these. */
const reserved = /(?:^|\.)(?:invalid|test|example|localhost|example\.(?:com|net|org))$/;

interface OpenIdApplication {
  readonly id: string;
  readonly openid?: {
    readonly email: "placeholder" | "none";
    readonly emailDomain: string;
    readonly redirectUris: readonly string[];
  };
}

/** Warns of a placeholder's domain that is neither reserved nor related to the service or to the client's own site. */
export const strangeEmailDomain = (
  origin: string,
  { id, openid: { email, emailDomain, redirectUris } = unset }: OpenIdApplication,
): string[] => {
  const hosts = [origin, ...redirectUris].map((address) => new URL(address).hostname);
  if (email === "none" || reserved.test(emailDomain) || hosts.some((host) => isRelated(host, emailDomain))) return [];
  return [
    english`the users of ${id} have e-mail addresses at ${emailDomain}: whoever owns that domain gets the mail that programs send to them, such as a link for a new password, and can take their accounts. Use a domain of yours, or leave emailDomain out`,
  ];
};

const unset = { email: "none", emailDomain: "", redirectUris: [] } as const;

/** Whether both end in the same registered domain. In `com.cn` and its like that is the last three labels. */
function isRelated(host: string, domain: string): boolean {
  const [first = "", second = "", third = ""] = domain.split(".").reverse();
  const isShort = first.length === 2 && second.length <= 3 && third !== "";
  const registered = [...(isShort ? [third] : []), second, first].join(".");
  return host === registered || host.endsWith(`.${registered}`);
}
