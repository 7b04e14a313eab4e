/** Sentences about the database, of commands and of the service. */
export const database = {
  "the database is PostgreSQL. {0}": "数据库是 PostgreSQL。{0}",
  "database.path is :memory:, which is gone when the service stops.": "database.path 是 :memory:，服务一停就没了。",
  "Wrote {0} ({1}), checked whole. It has all of {2} but SAOMA_SECRET: keep that elsewhere.":
    "已写入 {0}（{1}），检查过是完整的。{2} 的内容都在里面，除了 SAOMA_SECRET：请另外保存。",
  "Write a backup with its own tool, while the service runs or not: pg_dump --format=custom --file=FILE URL.":
    "用它自己的工具写备份，服务在不在运行都行：pg_dump --format=custom --file=FILE URL。",
  "The database {0} is up to date.": "数据库 {0} 已是最新。",
  "applied {0}": "已执行 {0}",
  "the configured database is a file. Name the PostgreSQL to move to in database.url.":
    "配置的数据库是一个文件。在 database.url 里写要搬到的 PostgreSQL。",
  "All of {0} is in {1}, as many rows of each table. Start the service.":
    "{0} 已全部搬进 {1}，每张表的行数都对得上。启动服务吧。",
  "{0} is as it was; delete it when you need it no more.": "{0} 没有动；不再需要时可以删掉。",
  "{0} is whole: {1}.": "{0} 是完整的：{1}。",
  "accounts {0}, last sign-in {1}": "账号 {0} 个，最近一次登录 {1}",
  never: "从未",
  "Make it the database {0}, and sign everybody out?": "用它作为数据库 {0}，并让所有人退出登录？",
  "Restored {0}. Ended what lived in the backup: sessions {1}, sign-ins under way {2}.":
    "已恢复 {0}。结束了备份里还有效的：会话 {1} 个，进行中的登录 {2} 个。",
  "What stood there is now {0}; delete it when you need it no more.": "原来的文件现在是 {0}；不再需要时可以删掉。",
  "Start the service. People sign in again, and have the accounts they had.":
    "启动服务吧。用户重新登录，账号还是原来的。",
  "Restore with its own tool into an empty database: pg_restore --dbname=URL FILE. Then run saoma restore --in-place.":
    "用它自己的工具恢复到一个空的数据库：pg_restore --dbname=URL FILE。然后运行 saoma restore --in-place。",
  "--in-place is for PostgreSQL. Name the backup to restore.": "--in-place 只用于 PostgreSQL。请写要恢复的备份文件。",
  "End all sessions and sign-ins under way in {0}?": "结束 {0} 里所有的会话和进行中的登录？",
  "Ended what lived in the backup: sessions {0}, sign-ins under way {1}.":
    "结束了备份里还有效的：会话 {0} 个，进行中的登录 {1} 个。",
  "The new key is {0}. It signs from six minutes on.": "新密钥是 {0}，六分钟后开始用它签名。",
  "--of must be access-tokens or id-tokens, not {0}": "--of 必须是 access-tokens 或 id-tokens，不能是 {0}",
  "no application is a client of OpenID: there is no key of ID tokens":
    "没有应用是 OpenID 客户端，也就没有 ID 令牌的密钥",

  "There is no database at {0}: nothing to back up.": "{0} 没有数据库：没有可备份的。",
  "The backup {0} cannot be written: {1}": "写不了备份 {0}：{1}",
  "{0} is no file. Name a file to write.": "{0} 不是文件。请写一个要写入的文件名。",
  "{0} is there already. Name another file, or add --force.": "{0} 已经有了。换一个文件名，或加上 --force。",
  "{0} is the database itself. Name another file.": "{0} 就是数据库本身。换一个文件名。",
  "{0} is damaged ({1}). Take an older backup; without one, `sqlite3 {2} .recover` prints what can still be read as SQL for a new file.":
    "{0} 已损坏（{1}）。用更早的备份；没有的话，`sqlite3 {2} .recover` 会把还能读出的内容打印成 SQL，可以导入新文件。",
  "{0} is no database of Saoma's. Name a file that `saoma backup` wrote.":
    "{0} 不是 Saoma 的数据库。请写 `saoma backup` 生成的文件。",
  "There is no file {0}.": "没有文件 {0}。",
  "{0} is empty. Name a file that `saoma backup` wrote.": "{0} 是空的。请写 `saoma backup` 生成的文件。",
  "{0} is the database itself. Name a backup of it.": "{0} 就是数据库本身。请写它的备份。",
  "There is no database at {0}: nothing to move.": "{0} 没有数据库：没有可搬的。",
  "{0} is of an older Saoma. Run saoma migrate on it first.": "{0} 是旧版 Saoma 的。先对它运行 saoma migrate。",

  "The database {0} is damaged. Stop Saoma and run `saoma restore` with the last backup; without one, `sqlite3 {1} .recover` prints what can still be read as SQL for a new file.":
    "数据库 {0} 已损坏。停掉 Saoma，用最近的备份运行 `saoma restore`；没有备份的话，`sqlite3 {1} .recover` 会把还能读出的内容打印成 SQL，可以导入新文件。",
  "The database {0} cannot be written by {1}. Run `chown -R {2} {3}` as root, or Saoma as the user that it belongs to.":
    "用户 {1} 写不了数据库 {0}。用 root 运行 `chown -R {2} {3}`，或用文件所属的用户运行 Saoma。",
  "The database {0} is locked by another process for too long. `fuser {1}` names it.":
    "数据库 {0} 被另一个进程锁了太久。`fuser {1}` 能看出是哪个。",
  "The database {0} is locked for too long. `fuser {1}` names by whom.":
    "数据库 {0} 被锁了太久。`fuser {1}` 能看出是被谁。",
  "The disk under the database {0} failed to read or write, or your quota is used up. `dmesg` says more; `saoma restore` puts the last backup on another disk.":
    "数据库 {0} 所在的磁盘读写失败，或配额用完了。`dmesg` 里有详情；`saoma restore` 可以把最近的备份放到另一块磁盘。",
  "The disk under the database {0} is full. Make room (`df -h {1}`); a running service recovers by itself.":
    "数据库 {0} 所在的磁盘满了。腾出空间（`df -h {1}`）；运行中的服务会自己恢复。",
  "The database {0} cannot be opened. Look at it with `ls -ld {1} {2}`: it must be a file that Saoma's user may write, in a folder that they may, too.":
    "打不开数据库 {0}。用 `ls -ld {1} {2}` 看一看：它必须是 Saoma 的用户能写的文件，所在的目录也要能写。",
  "The store is closed.": "数据库已关闭。",
  "The database is overloaded: a call waited {0} s for its turn and was refused.":
    "数据库过载：一次调用排队等了 {0} 秒还没轮到，已被拒绝。",
  "A constraint of the database refused what was written.": "数据库的约束拒绝了写入的内容。",
  "The database {0} failed: {1}": "数据库 {0} 出错：{1}",
  "The database {0} cannot be opened: {1}": "打不开数据库 {0}：{1}",
  "The database {0} is on a disk that is mounted read-only. `dmesg` says why; mount it to be written, or name another file in database.path.":
    "数据库 {0} 所在的磁盘是只读挂载的。`dmesg` 里有原因；改成可写挂载，或在 database.path 里换一个文件。",
  "The database {0} is being restored. Start again when that is done.": "数据库 {0} 正在恢复。等它做完再启动。",
  "The database {0} is in use. Stop the service (`systemctl stop saoma`) and whatever else has it open (`fuser {1}` names it), and run this again.":
    "数据库 {0} 正在使用。停掉服务（`systemctl stop saoma`）和别的打开它的程序（`fuser {1}` 能看出是哪些），再运行一次。",
  "The transaction was rolled back.": "事务已回滚。",
  "The database {0} is another program's. Name a file of Saoma's own in database.path.":
    "数据库 {0} 是别的程序的。在 database.path 里写一个 Saoma 专用的文件。",
  'The database {0} was written by a newer Saoma (it has "{1}"). Install that version again (`npm install saoma@<version>`), or run `saoma restore` with a backup from before the upgrade.':
    "数据库 {0} 是更新的 Saoma 写的（里面有 “{1}”）。装回那个版本（`npm install saoma@<version>`），或用升级之前的备份运行 `saoma restore`。",
  "The disk under the database {0} failed to sync.": "数据库 {0} 所在的磁盘同步失败。",
  "The log of the database {0} cannot be copied after a failed sync.": "同步失败之后，数据库 {0} 的日志不能再拷贝。",

  "The database {0} refuses the user or the password of database.url, or pg_hba.conf does not let this machine in.":
    "数据库 {0} 不接受 database.url 里的用户名或密码，或者 pg_hba.conf 不让这台机器连接。",
  "There is no database {0}. Make it: createdb --encoding=UTF8 --template=template0 NAME.":
    "没有数据库 {0}。建一个：createdb --encoding=UTF8 --template=template0 NAME。",
  "The user of database.url may not do what Saoma does in {0}. Let it own the database: ALTER DATABASE … OWNER TO ….":
    "database.url 里的用户在 {0} 里权限不够。让它成为数据库的所有者：ALTER DATABASE … OWNER TO …。",
  "The database {0} is read-only, as a standby is. Name the primary in database.url.":
    "数据库 {0} 是只读的，像是备库。在 database.url 里写主库。",
  "The database {0} has no connection left. Raise max_connections, or lower database.connections.":
    "数据库 {0} 没有空闲连接了。调高 max_connections，或调低 database.connections。",
  "The disk of the database {0} is full. Make room; a running service recovers by itself.":
    "数据库 {0} 的磁盘满了。腾出空间；运行中的服务会自己恢复。",
  "The database {0} is short of something. Its log says what.": "数据库 {0} 资源不足。它的日志里写着缺什么。",
  "The database {0} is starting or stopping. A running service recovers by itself.":
    "数据库 {0} 正在启动或停止。运行中的服务会自己恢复。",
  "The database {0} ended a connection or a statement. Its log says why.":
    "数据库 {0} 断开了一个连接或中止了一条语句。它的日志里有原因。",
  "A lock in the database {0} was not to be had in 1.5 seconds. pg_stat_activity says who holds it.":
    "数据库 {0} 里的一个锁等了 1.5 秒也没拿到。pg_stat_activity 能看出在谁手里。",
  "The database {0} had too many transactions about the same thing at once.": "数据库 {0} 里同时有太多事务在改同一处。",
  "There is no such host as that of the database {0}. Look at database.url.":
    "找不到数据库 {0} 的主机。检查 database.url。",
  "No server listens at the address of the database {0}. Start PostgreSQL, or look at database.url.":
    "数据库 {0} 应在的地方没有程序监听。启动 PostgreSQL，或检查 database.url。",
  "There is no socket for the database {0}. Start PostgreSQL, or look at database.url.":
    "没有数据库 {0} 的 socket。启动 PostgreSQL，或检查 database.url。",
  "The connection to the database {0} was lost while a transaction was being kept, and whether it was is not known.":
    "提交事务时和数据库 {0} 断开了，不知道有没有提交成功。",
  "A constraint of the database refused what was written: {0}.": "数据库的约束拒绝了写入的内容：{0}。",
  'The database {0} has no TLS. Set ssl = on in its postgresql.conf, or write tls: "off" if the network between is your own.':
    '数据库 {0} 没有 TLS。在它的 postgresql.conf 里设 ssl = on；中间的网络是你自己的，就写 tls: "off"。',
  "The certificate of the database {0} is not good ({1}). Name its authority's file in database.ca.":
    "数据库 {0} 的证书有问题（{1}）。在 database.ca 里写它的 CA 文件。",
  "The connection to the database {0} was lost: {1}": "和数据库 {0} 的连接断了：{1}",
  "Of {0} {1} there are {2} in {3}.": "{1} 应有 {0} 行，{3} 里只有 {2} 行。",
  "The database {0} is not empty: it has {1} {2}. Nothing was moved.":
    "数据库 {0} 不是空的：里面有 {1} 行 {2}。什么都没有搬。",
  "The database {0} has another program's tables. Make one of Saoma's own.":
    "数据库 {0} 里有别的程序的表。为 Saoma 单独建一个。",
  'The database {0} was written by a newer Saoma (it has "{1}"). Install that version again (`npm install saoma@<version>`), or restore a dump from before the upgrade.':
    "数据库 {0} 是更新的 Saoma 写的（里面有 “{1}”）。装回那个版本（`npm install saoma@<version>`），或恢复升级之前的导出。",
  "The database {0} is PostgreSQL {1}. Saoma needs 14 or newer.":
    "数据库 {0} 是 PostgreSQL {1}。Saoma 需要 14 或更新的。",
  "The database {0} is a standby, which is read-only. Name the primary in database.url.":
    "数据库 {0} 是备库，只读。在 database.url 里写主库。",
  "The database {0} is in {1}, which cannot hold every name. Make one: createdb --encoding=UTF8 --template=template0 NAME.":
    "数据库 {0} 的编码是 {1}，有些名字存不下。另建一个：createdb --encoding=UTF8 --template=template0 NAME。",
  "The server of the database {0} has {1} off: a power cut loses acknowledged transactions. Set {2} = on in postgresql.conf.":
    "数据库 {0} 的服务器把 {1} 关了：一断电，已经提交的事务也会丢。在 postgresql.conf 里设 {2} = on。",
  "The database {0} is behind a pooler that lends a session for one transaction only. Name PostgreSQL itself in database.url, or let the pooler lend it to the end (PgBouncer: pool_mode = session) with at least {1} connections for each instance.":
    "数据库 {0} 前面的连接池每个事务换一个会话。在 database.url 里直接写 PostgreSQL；或者让连接池把会话一直借到断开为止（PgBouncer：pool_mode = session），给每个实例至少 {1} 个连接。",
  "The pooler in front of the database {0} lends {1} sessions at the moment. An instance needs up to {2}, and requests fail while it waits for one. Raise the pool (PgBouncer: default_pool_size) to at least {3} for each instance, or lower database.connections.":
    "数据库 {0} 前面的连接池现在只能借出 {1} 个会话，而一个实例最多要 {2} 个；等不到会话的请求会失败。把连接池调大（PgBouncer：default_pool_size），给每个实例至少 {3} 个；或者调低 database.connections。",
  "An instance with another SAOMA_SECRET is running on the database {0}: sign-ins that reach both fail. Give all instances the same one.":
    "数据库 {0} 上有一个运行中的实例用的是另一个 SAOMA_SECRET：先后落到两边的登录会失败。让所有实例用同一个密钥。",
  "An instance with another configuration is running on the database {0}. If no deploy is going on, give all instances the same one.":
    "数据库 {0} 上有一个运行中的实例，配置和这个实例的不一样。如果不是正在发布，就让所有实例用同一份配置。",
  "This machine's clock is {0} s off PostgreSQL's. Limits and deadlines go by PostgreSQL's, but tokens of WeChat and of the OpenID provider by this one: set it by NTP.":
    "这台机器的时钟和 PostgreSQL 的差 {0} 秒。限制和到期时间以 PostgreSQL 的为准，但微信和 OpenID 提供方的 token 看这台机器的时钟：请用 NTP 校准。",
  "PostgreSQL needs a package that is not installed. Run: npm install pg@8":
    "用 PostgreSQL 要先装一个包。运行：npm install pg@8",

  "Redis needs a package that is not installed. Run: npm install @redis/client@6":
    "用 Redis 要先装一个包。运行：npm install @redis/client@6",
  "The Redis at {0} refuses the user or the password of redis.url.":
    "{0} 上的 Redis 不接受 redis.url 里的用户名或密码。",
  "The Redis at {0} wants a password. Write it into redis.url, as in redis://user:password@….":
    "{0} 上的 Redis 要密码。写进 redis.url，形如 redis://user:password@…。",
  "The user of redis.url may not do what Saoma does in the Redis at {0}. Allow it: ACL SETUSER … ~saoma:* &saoma:* +@fast +@slow -@dangerous.":
    "redis.url 里的用户在 {0} 上的 Redis 里权限不够。这样放开：ACL SETUSER … ~saoma:* &saoma:* +@fast +@slow -@dangerous。",
  "The Redis at {0} is a replica. Name the primary in redis.url.": "{0} 上的 Redis 是副本。在 redis.url 里写主库。",
  "The Redis at {0} is a cluster, which Saoma does not use. Name a single one in redis.url.":
    "{0} 上的 Redis 是集群，Saoma 不用集群。在 redis.url 里写一个单独的。",
  "The Redis at {0} cannot save to its disk. Its log says why.": "{0} 上的 Redis 写不了磁盘。它的日志里有原因。",
  "The Redis at {0} is still reading its data.": "{0} 上的 Redis 还在读取数据。",
  "There is no such host as that of the Redis at {0}. Look at redis.url.":
    "找不到 {0} 上的 Redis 的主机。检查 redis.url。",
  "Nobody listens where the Redis at {0} should be. Start it, or look at redis.url.":
    "{0} 上没有 Redis 在监听。启动它，或检查 redis.url。",
  "There is no socket {0}. Start Redis, or look at redis.url.": "没有 socket {0}。启动 Redis，或检查 redis.url。",
  "The Redis at {0} has no password, and redis.url has one. Remove it there, or set requirepass.":
    "{0} 上的 Redis 没有密码，而 redis.url 里有。从那里删掉，或设 requirepass。",
  "The Redis at {0} has no database of this number. Look at redis.url.":
    "{0} 上的 Redis 没有这个编号的数据库。检查 redis.url。",
  "The certificate of the Redis at {0} is not good ({1}). Name its authority's file in redis.ca.":
    "{0} 上的 Redis 的证书有问题（{1}）。在 redis.ca 里写它的 CA 文件。",
  "The Redis at {0} is slow: {1}. Asked by rediss://, it may have no TLS there.":
    "{0} 上的 Redis 很慢：{1}。用 rediss:// 连的话，那里可能没有 TLS。",
  "The Redis at {0} has no TLS there. Write redis:// or another port.":
    "{0} 上的 Redis 那里没有 TLS。写 redis:// 或换端口。",
  "The Redis at {0} does not answer: {1}. If it wants TLS, write rediss://.":
    "{0} 上的 Redis 没有回答：{1}。它要 TLS 的话，写 rediss://。",
} as const satisfies Readonly<Record<string, string>>;
