/** `good`: as it should be. `warning`: works, and should be looked at. `broken`: users cannot sign in by it. */
export type Level = "good" | "warning" | "broken";

interface Kind {
  readonly level: Level;
  /** What was found; `{…}` is filled in. */
  readonly message: string;
  /** What to do about it. Absent where there is nothing to do. */
  readonly remedy?: string;
}

const good = (message: string): Kind => ({ level: "good", message });
const warning = (message: string, remedy: string): Kind => ({ level: "warning", message, remedy });
const broken = (message: string, remedy: string): Kind => ({ level: "broken", message, remedy });

const restart = "Restart the service, so that it has the configuration that was read here.";

/** Everything that `saoma doctor` can find, in the order in which it looks. */
export const findings = {
  "config.good": good("The configuration is good."),
  "config.broken": broken(
    "In the configuration, {problem}",
    "Correct it; npx saoma config check says the same at once.",
  ),
  "config.warning": warning("{warning}.", "Change it, or leave it if it is meant so."),
  "secret.good": good("SAOMA_SECRET is long and varied."),
  "secret.thin": warning(
    "SAOMA_SECRET is little varied: guessing it takes about 2^{bits} tries.",
    "Make one with openssl rand -base64 48. Codes that wait are void once.",
  ),
  "token.short": warning(
    "The Token of {appid} has {length} characters, and an attacker who guesses it can forge pushes.",
    "Use 32 letters and digits, in WeChat's console and here.",
  ),
  "env.readable": warning("{file} can be read by other users of this machine (mode {mode}).", "Run chmod 600 {file}."),

  "database.good": good("The database {path} can be written, is up to date, and has {free} left on its disk."),
  "database.none": good("There is no database at {path} yet; the service makes it when it starts."),
  "database.folder": broken(
    "The database cannot be written: {why}.",
    "Give the service's user the folder, as in chown -R saoma {folder}, or run the doctor as that user.",
  ),
  "database.broken": broken(
    "The database {path} cannot be used: {why}",
    "Stop the service and run npx saoma restore with the last backup, or name another file in database.path.",
  ),
  "database.pending": warning(
    "The database {path} lacks {count} migrations.",
    "Restart the service, or run npx saoma migrate.",
  ),
  "database.newer": broken(
    "The database {path} was written by a newer Saoma.",
    "Install that version again, or run npx saoma restore with a backup from before the upgrade.",
  ),
  "database.network": broken(
    "The database {path} is on a network file system ({kind}), where SQLite loses data.",
    "Name a file on a local disk in database.path.",
  ),
  "database.busy": warning("Another process holds the database {path} for long.", "See which one it is: fuser {path}."),
  "database.low": warning(
    "The disk of {path} has {free} left.",
    "Free some disk space: sign-ins fail when the disk is full.",
  ),
  "database.full": broken(
    "The disk of {path} has {free} left.",
    "Free some disk space: sign-ins fail when the disk is full.",
  ),

  "postgres.good": good("The database {name} (PostgreSQL {version}) is reached, forgets nothing, and is up to date."),
  "postgres.away": broken("{why}", "Until it is reached, the service answers 503."),
  "postgres.unsafe": broken("{why}", "Until then the service does not start."),
  "postgres.foreign": broken(
    "The database {name} has another program's tables.",
    "Make one of Saoma's own: createdb --encoding=UTF8 --template=template0 saoma.",
  ),
  "postgres.pending": warning(
    "The database {name} lacks {count} migrations.",
    "Restart the service, or run npx saoma migrate.",
  ),
  "postgres.newer": broken(
    "The database {name} was written by a newer Saoma.",
    "Install that version again, or restore a dump from before the upgrade.",
  ),
  "postgres.connections": warning(
    "PostgreSQL has {most} connections for everybody, and an instance may want {wanted}.",
    "Raise max_connections there, or lower database.connections.",
  ),

  "redis.good": good("The Redis at {name} (version {version}) is reached: instances share hints and limits."),
  "redis.away": warning("{why}", "Sign-ins go on meanwhile, with stricter limits that each instance counts by itself."),

  "members.kept-out": warning(
    "{count} members who were brought along wait for their phone, and nobody joins an account by a phone.",
    "Name an approved template in sms.templates.join, or give them codes of npx saoma account invite.",
  ),
  "members.stale": warning(
    "{count} members wait for a phone that was not seen in the last 90 days, or nobody said when: it joins nobody.",
    "Import them again with phoneSeenAt, or give them codes of npx saoma account invite.",
  ),
  "people.linked": good(
    "{count} WeChats that were added to accounts are asked at their first sign-in if it is theirs.",
  ),
  "people.strangers": good(
    "{count} browsers signed in before an update made them strangers: the next scan there asks.",
  ),

  "webhooks.dead": warning(
    "{count} webhook letters were not taken in a day of tries, and their endpoints do not know of these events.",
    "Run npx saoma webhook list to see why; npx saoma webhook resend sends one again.",
  ),

  "origin.loopback": broken(
    "{origin} is this machine alone: neither WeChat nor anybody's phone reaches it.",
    "Set origin to an https address of yours: that of a proxy with TLS in front, or of a tunnel.",
  ),
  "origin.port": broken(
    "WeChat calls ports 80 and 443 only, and {origin} has another.",
    "Put the proxy on port 443, and take the port out of origin.",
  ),
  "origin.unreachable": broken(
    "{origin} could not be reached: {why}.",
    "Start npx saoma serve; then look at DNS, firewall and proxy, in this order.",
  ),
  "tls.good": good("The certificate of {host} is good until {until}."),
  "tls.soon": warning(
    "The certificate of {host} ends on {until}.",
    "See that it is renewed, and that the proxy is reloaded then.",
  ),
  "tls.expired": broken("The certificate of {host} ended on {until}.", "Renew it, and reload the proxy."),
  "tls.name": broken(
    "The certificate there is not for {host}, but for {names}.",
    "Get one for {host}, or set origin to a name it has.",
  ),
  "tls.untrusted": broken(
    "Nobody trusts the certificate of {host} ({why}).",
    "Get one from a public authority, and give the proxy the whole chain (fullchain.pem).",
  ),
  "proxy.paths": broken(
    "{url} is not answered by Saoma (HTTP {status}).",
    "Let the proxy send Saoma all its paths: /v1/, /wechat/, /mini-program/, /saoma-login.js, /.well-known/jwks.json.",
  ),
  "proxy.script": warning(
    "{url} is not Saoma's script (HTTP {status}).",
    "Let the proxy send /saoma-login.js to Saoma, or bundle saoma/widget.",
  ),
  "proxy.sockets": warning(
    "WebSockets do not get through ({status}). Pages use event streams or ask again and again, which costs more.",
    'Let the proxy pass them on; for nginx: proxy_http_version 1.1, Upgrade $http_upgrade, Connection "upgrade".',
  ),
  "proxy.mini-program": broken(
    "{url} is not answered by Saoma ({status}), so the mini-program cannot sign anyone in.",
    "Let the proxy send /mini-program/ to Saoma, or mount it there.",
  ),
  "proxy.keys": warning(
    "{url} is not Saoma's list of keys ({status}). Other backends verify access tokens by it.",
    "Let the proxy send /.well-known/jwks.json to Saoma, or mount it there.",
  ),
  "proxy.domain-file": broken(
    "{url} is not the domain file of the configuration.",
    "Let the proxy send /MP_verify_*.txt to Saoma, and restart the service.",
  ),
  "proxy.good": good("The proxy names the visitor's address, and is trusted to."),
  "proxy.silent": warning(
    "Requests come without X-Forwarded-For, so all visitors look like {address} and share its limits.",
    "Let the proxy set it; for nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for.",
  ),
  "proxy.untrusted": warning(
    "The proxy at {address} is not in `trustedProxies`, so all visitors share its rate limits.",
    "Add {address} to trustedProxies, and restart the service.",
  ),
  "proxy.spoofed": broken(
    "The proxy passes on whatever X-Forwarded-For a visitor writes, who is then limited by no address.",
    "Let the proxy append to it or replace it; for nginx: $proxy_add_x_forwarded_for.",
  ),
  "cookies.good": good("Cookies are bound to {host} alone, over https (__Host-)."),
  "cookies.plain": good("Cookies go over http, which stays on this machine."),
  "application.good": good("Pages of {page} may call {origin}."),
  "application.own": good("{page} leads to Saoma by its own address."),
  "application.cors": broken(
    "Pages of {page} may not call {origin}: the headers that allow it do not arrive.",
    "Let the proxy pass Origin on and leave Access-Control-* headers as they are; then restart the service.",
  ),
  "application.cross-site": warning(
    "{page} is another site than {origin}: browsers send no cookies from there.",
    'Put Saoma on a host of that site, or have the page ask with "claim": "header" and keep tokens.',
  ),

  "push.redirected": broken(
    "{url} redirects to {location}, and WeChat follows nothing.",
    "Set origin to where it leads, or take /wechat/ out of the proxy's redirect.",
  ),
  "push.status": broken(
    "{url} answers HTTP {status}, and it is not Saoma that does.",
    "Let the proxy send /wechat/ to Saoma, and see that the service runs.",
  ),
  "push.refused": broken(
    "The service refuses a check that is signed with the Token of {appid}.",
    `${restart} If that is done, something in front takes the query off or answers by itself.`,
  ),
  "push.listed": warning(
    "ipList takes pushes from listed addresses alone, so the server URL of {appid} could not be tried from here.",
    "Run the doctor without ipList once, or watch the log for refused pushes.",
  ),
  "push.echo": broken(
    "{url} does not answer with WeChat's echostr alone, so the console will not save it.",
    "Take out whatever in front changes answers.",
  ),
  "push.body": broken(
    "The body of a POST to {url} does not arrive, so no push can.",
    "Let the proxy or firewall pass bodies on as they are; one that cleans XML breaks pushes.",
  ),
  "push.key": broken(
    "The service takes the Token of {appid} and refuses a push: it has another mode, EncodingAESKey or format.",
    `${restart} If that is done, something in front changes bodies or takes msg_signature off.`,
  ),
  "push.stale": broken(
    "The service's clock is {seconds} s off this machine's, and it refuses what is more than 300 s off.",
    "Set both clocks by NTP (chrony, systemd-timesyncd).",
  ),
  "push.reply": broken(
    "A push to {url} arrives, and its answer comes back changed.",
    "Take out whatever in front changes answers; update the service.",
  ),
  "push.good": good("A push to {appid}, signed as WeChat would, arrives and is answered ({mode} mode, {ms} ms)."),
  "pushes.taken": good("WeChat's pushes to {appid} arrive: {times} since {since}, the last at {at}."),
  "pushes.none": warning(
    "No push of WeChat's came to {appid} since the service started at {since}.",
    "Switch the server URL on in WeChat's console (启用), send the account a message, and run the doctor again.",
  ),
  "pushes.signature": broken(
    "{times} pushes to {appid} were signed with another Token, the last at {at}.",
    "Use the same Token in WeChat's console and here. If other pushes arrive, these are forged.",
  ),
  "pushes.echo": broken(
    "The check of the server URL of {appid} was refused {times} times, the last at {at}.",
    "Use the same Token in WeChat's console and here, and save the console's settings again.",
  ),
  "pushes.mode": broken(
    "{times} pushes to {appid} came in another mode than {mode}, the last at {at}.",
    "Choose the mode (消息加解密方式) that the configuration has: {console}; or change sources[].mode.",
  ),
  "pushes.encryption": broken(
    "{times} pushes to {appid} were encrypted with another EncodingAESKey, the last at {at}.",
    "Use the same EncodingAESKey in WeChat's console and here.",
  ),
  "pushes.appid": broken(
    "{times} pushes to {appid} were another account's, the last at {at}.",
    "Give each account its own URL in WeChat's console: {url}.",
  ),
  "pushes.stale": broken(
    "{times} pushes to {appid} were more than 300 s off the service's clock, the last at {at}.",
    "Set the clock by NTP (chrony, systemd-timesyncd).",
  ),
  "pushes.malformed": broken(
    "{times} pushes to {appid} could not be read, the last at {at}.",
    "Choose the format (数据格式) that the configuration has, {format}, and see that nothing in front changes bodies.",
  ),

  "wechat.none": good("{appid} calls nothing of WeChat's: it has no AppSecret, and needs none."),
  "wechat.good": good("WeChat knows {appid} and its AppSecret."),
  "wechat.unreachable": broken("{appid} cannot ask WeChat. {message}", "{remedy}"),
  "wechat.address": broken("{appid} gets no token of WeChat. {message}", "{remedy}"),
  "wechat.secret": broken("{appid} and its AppSecret do not fit. {message}", "{remedy}"),
  "wechat.appid": broken("{appid} is not known. {message}", "{remedy}"),
  "wechat.refused": broken("{appid} may not ask WeChat. {message}", "{remedy}"),
  "clock.good": good("This machine's clock is within {seconds} s of WeChat's."),
  "clock.off": warning(
    "This machine's clock is {seconds} s off WeChat's.",
    "Set it by NTP (chrony, systemd-timesyncd); from 300 s on, pushes are refused.",
  ),
  "clock.wrong": broken(
    "This machine's clock is {seconds} s off WeChat's, and pushes more than 300 s off are refused.",
    "Set it by NTP (chrony, systemd-timesyncd).",
  ),
  "qr.good": good("{appid} may make QRs, and has {left} left today."),
  "qr.low": warning(
    "{appid} has only {left} QRs left today.",
    "Sign-ins fall back to codes then; look for who makes so many.",
  ),
  "qr.refused": warning("{appid} makes no QRs. {message} Sign-ins fall back to codes.", "{remedy}"),
  "menu.good": good("{appid} has a menu of {count} buttons."),
  "menu.none": good("{appid} has no menu that was made by the API; npx saoma menu set makes one."),
  "menu.refused": warning("{appid} may have no menu. {message}", "{remedy}"),
  "callback.none": warning(
    "WeChat knows no server URL of {appid} that it would look up (40201).",
    "Enter {url} in its console, with Token and EncodingAESKey, and switch it on (启用).",
  ),
  "callback.dns": broken(
    "WeChat does not find the host of the server URL of {appid} in DNS.",
    "Look at the host's DNS records as seen from mainland China.",
  ),
  "addresses.missing": broken(
    "WeChat pushes to {appid} from {addresses}, which ipList lacks.",
    "Add them to sources[].ipList; they change, so look again now and then.",
  ),
  "login-page.good": good("WeChat's sign-in page opens for {appid} and comes back to {host}."),
  "login-page.refused": broken(
    "WeChat's sign-in page does not open for {appid}: {words}.",
    "Set 授权回调域 on the Open Platform to {host}, and see that 微信登录 is granted.",
  ),
  "code.good": good("{appid} makes codes that open {page}."),
  "code.limited": good("{appid} makes codes of which it has 100,000 ever; none was made to try."),
  "code.refused": broken("{appid} makes no codes. {message}", "{remedy}"),
  "link.good": good("{appid} makes links that open {page} from outside WeChat."),
  "link.refused": warning("{appid} makes no links for phones outside WeChat. {message}", "{remedy}"),
  "doctor.failed": broken("A check itself failed: {why}.", "Report it with this line; the other checks stand."),
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingId = keyof typeof findings;

/** One thing found. */
export interface Finding {
  readonly id: FindingId;
  readonly level: Level;
  readonly message: string;
  readonly remedy?: string;
}

/** A finding with its places filled in. `level` where it is another than usual. */
export function found(id: FindingId, values: Readonly<Record<string, string | number>> = {}, level?: Level): Finding {
  const kind: Kind = findings[id];
  const filled = (text: string) =>
    text.replace(/\{([\w-]+)\}/g, (place, name: string) => String(values[name] ?? place));
  return {
    id,
    level: level ?? kind.level,
    message: filled(kind.message),
    ...(kind.remedy === undefined ? {} : { remedy: filled(kind.remedy) }),
  };
}
