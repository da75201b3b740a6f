export type Sentence = readonly [english: string, chinese: string];

/**
 * What the unit says in English, and its Chinese: causes, faults, doubts, errors. `{}` is whatever stands there (a name, a number; `{n}`: a number alone), which is
 * put into the places of the translation in order; what is itself a sentence of this table is translated too (not in `{=}`). The first that fits holds.
 */
export const SAID: readonly Sentence[] = [
  // Why the signals are what they are (timing/ladder.ts, timing/cabinet.ts).
  ["the unit has just started", "信号机刚启动"],
  ["the conflict monitor has latched a fault, and nobody has reset it in the cabinet", "冲突监视器已锁存故障，尚未有人在机柜内复位"],
  ["the conflict monitor's fault is reset, and ends when the unit is started again", "冲突监视器故障已复位，信号机重新启动后解除"],
  ["the output board has not confirmed the lamps in time", "输出板未按时确认灯色"],
  ["flash is switched on in the cabinet", "机柜内已打开闪光开关"],
  ["{}: on the way by the entry phases and all red", "{}：正经由进入相位和全红过渡"],
  ["automatic flash is switched on", "自动闪光已打开"],
  ["an update waits for the machine to start anew", "升级等待主机重新启动"],
  ["flash, all red, then the first greens", "先闪光，再全红，然后放行首个绿灯"],
  ["stop time is on: every interval stands", "停止计时已打开，各步保持不变"],
  ["manual control is on: greens end when the officer advances the interval", "手动控制已打开，由现场人员推进结束绿灯"],
  ["more than half of the detected phases are without detection", "半数以上的感应相位失去检测"],
  ["no lane has a detector that a plan could go by", "没有可供决策的车道检测器"],
  [
    "more than a quarter of the lanes are not seen: no plan, greens end by their gaps",
    "四分之一以上的车道无检测：不作决策，绿灯按间隔结束",
  ],
  ["1 phase stands on recall: detectors have failed", "1 个相位因检测器故障转为固定召回"],
  ["{} phases stand on recall: detectors have failed", "{} 个相位因检测器故障转为固定召回"],
  // As units said it that are not updated yet, and as journals have it of those that are.
  ["the centre has asked for flash", "中心要求闪光"],
  ["{} has asked for flash", "{}要求闪光"],
  ["the centre has asked: {}", "中心要求：{}"],
  ["{} has asked: {}", "{}要求：{}"],
  ["{}, at the page", "{}（技术员）"],
  ["phase {n} is held", "相位 {} 保持绿灯"],
  ["phase {n} is omitted", "相位 {} 跳过"],
  ["phase {n} is without its pedestrians", "相位 {} 不放行行人"],
  ["asked for by {}: {}", "{}要求：{}"],
  ["asked for by {}", "{}要求"],
  ["hold phase {n}", "保持相位 {} 绿灯"],
  ["omit phase {n}", "跳过相位 {}"],
  ["omit the pedestrians of phase {n}", "不放行相位 {} 的行人"],
  ["forced on by {}; {}", "由{}强制为有车；{}"],
  ["forced off by {}; {}", "由{}强制为无车；{}"],
  ["forced on by {}", "由{}强制为有车"],
  ["forced off by {}", "由{}强制为无车"],
  ["the centre", "中心"],
  ["{}, technician", "{}（技术员）"],
  ["detection is good", "检测正常"],
  ["the conflict monitor has spoken", "冲突监视器已动作"],
  ["the cabinet's monitor (MMU) has not said yet how it is, and what it is programmed for", "机柜监视单元（MMU）尚未报告其状态和编程"],
  ["the cabinet's monitor (MMU) does not see what is told: {}", "机柜监视单元（MMU）所见与输出不符：{}"],
  [
    "the programming card of the cabinet's monitor (MMU) forbids what the site file permits: {}",
    "机柜监视单元（MMU）编程卡禁止了配置文件允许的组合：{}",
  ],
  [
    "the programming card of the cabinet's monitor (MMU) permits what the site file forbids: {}",
    "机柜监视单元（MMU）编程卡允许了配置文件禁止的组合：{}",
  ],
  [
    "the minimum flash of the cabinet's monitor (MMU) is {} s, longer than flash under [start] ({} s)",
    "机柜监视单元（MMU）的最短闪光为 {} 秒，长于 [start] 的闪光（{} 秒）",
  ],
  // Who put the pattern in force (timing/plan.ts).
  ["the centre asked for it", "中心要求"],
  ["the start pattern", "启动方案"],
  ["the schedule", "时段表"],
  ["nothing was heard from the centre for {} s: {}", "{} 秒未收到中心消息：{}"],
  // Detectors (detection/faults.ts, detection/doubts/words.ts).
  ["other fault", "其他故障"],
  ["watchdog", "看门狗"],
  ["open loop", "线圈断路"],
  ["shorted loop", "线圈短路"],
  ["excessive inductance change", "电感变化过大"],
  ["device does not answer", "设备无应答"],
  ["no activity", "长时间无车"],
  ["max presence", "持续占用"],
  ["erratic counts", "计数异常"],
  ["chatter", "抖动"],
  ["no change for a day", "一天无变化"],
  ["misses vehicles", "漏车"],
  ["wires swapped with {}?", "与 {} 接线互换？"],
  ["feels vehicles of {}?", "受 {} 的车辆串扰？"],
  ["misses vehicles?", "漏车？"],
  ["lets go of vehicles?", "有车未离开即释放？"],
  ["stuck on?", "卡滞在有车状态？"],
  // What to do about their faults (traffic/fault-words.ts).
  ["the electronics report a fault of their own: look at the channel's lamps and its manual", "电子部件自报故障：查看该通道指示灯和手册"],
  [
    "the electronics say that their processor stood still: reset the channel, replace the card if it comes back",
    "电子部件报告处理器停顿：复位该通道，若再现则更换板卡",
  ],
  [
    "the loop or its lead-in is cut: measure its resistance at the terminals, below 5 ohm is good",
    "线圈或馈线断开：在端子上测电阻，低于 5 欧姆为正常",
  ],
  ["the loop or its lead-in has a short: measure inductance and insulation at the terminals", "线圈或馈线短路：在端子上测电感和绝缘"],
  [
    "the loop moves, or metal lies near it: look at the pavement and the splice, then reset the channel",
    "线圈松动或附近有金属：查看路面和接头，再复位该通道",
  ],
  [
    "the device has no power, or its cable is cut: look at its power lamp and the line, then stopline doctor",
    "设备断电或电缆断开：查看电源灯和线路，再运行 stopline doctor",
  ],
  [
    "nobody has come over it for long: drive over it; if its lamp stays dark, measure the loop, else the wire to the input",
    "长时间无车经过：驾车驶过；若指示灯不亮，测线圈，否则查到输入端的接线",
  ],
  [
    "it stays on: look whether a vehicle stands there; if not, reset its channel and measure the loop",
    "一直有车：看是否有车停在上面；若无，复位该通道并测线圈",
  ],
  [
    "more vehicles than a lane has: a splice makes bad contact, or the channel is too sensitive; shake the lead-in and measure insulation",
    "车数超过一条车道所能通过：接头接触不良或灵敏度过高；晃动馈线并测绝缘",
  ],
  [
    "more vehicles than a lane lets through: a splice makes bad contact, or two loops share a frequency; shake the lead-in, change the frequency",
    "车数超过一条车道所能通过：接头接触不良或两个线圈频率相同；晃动馈线，更换频率",
  ],
  [
    "it has said nothing for a day: drive over it; if its lamp changes, follow the wire to the input, else measure the loop",
    "一天没有消息：驾车驶过；若指示灯变化，查到输入端的接线，否则测线圈",
  ],
  [
    "others see vehicles that it does not, see the doubt beside it: drive over it, measure the loop, then raise the sensitivity",
    "其他检测器看到了它漏掉的车：驾车驶过，测线圈，再提高灵敏度",
  ],
  // The conflict monitor (native/monitor).
  ["conflicting movements at the same time", "冲突流向同时放行"],
  ["conflicting greens", "绿灯冲突"],
  ["green shorter than its minimum", "绿灯短于最小绿灯时间"],
  ["green ended without yellow", "绿灯结束时无黄灯"],
  ["yellow change too short", "黄灯过短"],
  ["red clearance too short", "全红过短"],
  ["walk too short", "行人放行过短"],
  ["walk ended without pedestrian clearance", "行人放行结束时无清空时间"],
  ["pedestrian clearance too short", "行人清空过短"],
  ["indication out of sequence", "灯色顺序错误"],
  ["an indication that the channel cannot show", "该通道不能显示的灯色"],
  ["some channels in flash and others not", "部分通道闪光而其他通道未闪光"],
  ["flash left other than by red", "未经红灯退出闪光"],
  ["a fault whose record cannot be read", "故障记录无法读取"],
  ["unknown fault", "未知故障"],
  // The journal (platform/recorder.ts).
  ["the journal is being opened", "日志正在打开"],
  ["journal {}: {} (SQLITE_{})", "日志 {=}：{}（SQLITE_{=}）"],
  ["the disk is full", "存储已满"],
  ["the disk does not read or write as it should", "存储读写异常"],
  ["the file cannot be opened or made; is its folder there, and ours to write in?", "文件无法打开或建立；其目录在吗？本机有写权限吗？"],
  ["the file is not ours to write, or its disk has become read-only", "本机无权写入该文件，或存储已变为只读"],
  ["another program holds the file", "文件被其他程序占用"],
  ["the file is broken", "文件已损坏"],
  ["the file is no database", "文件不是数据库"],
  ["another program writes into the same file", "另一程序也在写该文件"],
  ["{} is no journal of this version: {}", "{=} 不是本版本的日志：{}"],
  ["it is some other program's database", "它是其他程序的数据库"],
  ["its tables are version {}, this program knows {} to {}", "其表为版本 {=}，本程序支持 {=} 至 {=}"],
  ["it does not say whose journal it is", "其中未注明属于哪台信号机"],
  ['it is the journal of unit "{}"', "它是信号机“{=}”的日志"],
  ["there is nothing in it", "其中没有内容"],
  [
    "journal {}: the disk has taken nothing for {} s, or another program holds the file",
    "日志 {}：存储已有 {} 秒未写入，或文件被其他程序占用",
  ],
  ["the recorder thread is started anew: {}", "记录线程正在重新启动：{}"],
  ["No journal is kept here.", "本机未保存日志。"],
  ["Too many ask this unit about its past at once. Ask again in a moment.", "同时查询历史的人过多，请稍后再试。"],
  ["The thread that reads the journal has failed. It is started anew.", "读取日志的线程已失败，正在重新启动。"],
  ["That is too much at once: {}.", "一次查询过多：{}。"],
  ["No walk has been finished yet.", "尚未完成过调试验收。"],
  // What the system says, as Node words it: by its code, for it also stands in other sentences, behind words with a colon.
  ["ENOENT: no such file or directory, {}", "ENOENT：文件或目录不存在，{=}"],
  ["EACCES: permission denied, {}", "EACCES：没有权限，{=}"],
  ["EPERM: operation not permitted, {}", "EPERM：操作不被允许，{=}"],
  ["ENOSPC: no space left on device, {}", "ENOSPC：存储已满，{=}"],
  ["EIO: i/o error, {}", "EIO：读写错误，{=}"],
  ["EROFS: read-only file system, {}", "EROFS：存储为只读，{=}"],
  ["EMFILE: too many open files, {}", "EMFILE：打开的文件过多，{=}"],
  ["EBUSY: resource busy or locked, {}", "EBUSY：被占用，{=}"],
  // The way to the brain (platform/mqtt-words.ts, sync/session.ts).
  ["not started", "尚未启动"],
  ["closed by us", "由本机关闭"],
  ["just started; calls are spread over the fleet", "刚启动；各信号机错开连接时间"],
  ["broker {} does not know us (reason {}); {}", "消息服务器 {} 不认识本机（原因 {}）；{}"],
  ["broker {} does not allow this (reason {}); {}", "消息服务器 {} 不允许此操作（原因 {}）；{}"],
  ["broker {} does not take our name (reason {}); {}", "消息服务器 {} 不接受本机名称（原因 {}）；{}"],
  ["broker {} does not take this MQTT version (reason {}); {}", "消息服务器 {} 不支持此 MQTT 版本（原因 {}）；{}"],
  ["broker {} has no room for us now (reason {}); {}", "消息服务器 {} 暂无空位（原因 {}）；{}"],
  ["broker {} is busy (reason {}); {}", "消息服务器 {} 繁忙（原因 {}）；{}"],
  ["broker {} is being shut down (reason {}); {}", "消息服务器 {} 正在关闭（原因 {}）；{}"],
  ["broker {} has banned us (reason {}); {}", "消息服务器 {} 已禁止本机（原因 {}）；{}"],
  ["broker {} has another client with our name (reason {}); {}", "消息服务器 {} 上有同名客户端（原因 {}）；{}"],
  ["broker {} took too many unconfirmed messages from us (reason {}); {}", "消息服务器 {} 收到过多未确认的消息（原因 {}）；{}"],
  ["broker {} got a longer message than it takes (reason {}); {}", "消息服务器 {} 收到过长的消息（原因 {}）；{}"],
  ["broker {} says that our quota is used up (reason {}); {}", "消息服务器 {} 称配额已用完（原因 {}）；{}"],
  ["broker {} says that another server is ours now (reason {}); {}", "消息服务器 {} 称应改用另一服务器（原因 {}）；{}"],
  ["broker {} says that it has moved (reason {}); {}", "消息服务器 {} 称已迁移（原因 {}）；{}"],
  ["broker {} says that too many connect at once (reason {}); {}", "消息服务器 {} 称同时连接过多（原因 {}）；{}"],
  ["broker {} refused without saying why (reason {}); {}", "消息服务器 {} 拒绝，未说明原因（原因 {}）；{}"],
  ["broker {}: {}; {}", "消息服务器 {}：{}；{}"],
  ["broker {}: {}", "消息服务器 {}：{}"],
  ["{} (TLS alert: {})", "{}（TLS 警报：{}）"],
  ["nobody listens there ({})", "该地址无人监听（{}）"],
  ["nobody listens there", "该地址无人监听"],
  ["the name has no address ({})", "域名无法解析（{}）"],
  ["there is no way to it ({})", "网络不通（{}）"],
  ["it does not answer ({})", "没有应答（{}）"],
  ["it stopped answering ({})", "停止应答（{}）"],
  ["it cut the connection ({})", "连接被切断（{}）"],
  ["it cut the connection", "连接被切断"],
  ["it hung up before it answered ({})", "未应答即断开（{}）"],
  ["it hung up before it answered", "未应答即断开"],
  ["it closed the connection ({})", "连接被关闭（{}）"],
  ["it closed the connection", "连接被关闭"],
  ["its certificate is for another name ({})", "对方证书的名称不符（{}）"],
  ["its certificate has ended ({})", "对方证书已过期（{}）"],
  ["its certificate is not valid yet ({})", "对方证书尚未生效（{}）"],
  ["its certificate is not trusted ({})", "对方证书不受信任（{}）"],
  ["what answers there is no broker ({})", "应答的不是消息服务器（{}）"],
  ["it does not speak TLS 1.3 ({})", "对方不支持 TLS 1.3（{}）"],
  ["it does not speak TLS 1.3", "对方不支持 TLS 1.3"],
  ["it does not speak TLS there ({})", "该端口不是 TLS（{}）"],
  ["does not work ({})", "无法工作（{}）"],
  ["it refuses our certificate, which has ended", "对方拒绝本机证书：已过期"],
  ["it refuses our certificate, as damaged or not valid yet", "对方拒绝本机证书：损坏或尚未生效"],
  ["our certificate has been revoked", "本机证书已被吊销"],
  ["it does not know who signed our certificate", "对方不认识本机证书的签发者"],
  ["it wants a certificate, and we have none", "对方要求证书，本机没有"],
  ["our certificate is not one for a unit or a brain", "本机证书不适用于信号机或中心"],
  ["it and we have no cipher in common", "双方没有共同的加密套件"],
  ["it broke off TLS", "对方中断了 TLS"],
  ["it must speak MQTT 3.1.1 or 5", "它须支持 MQTT 3.1.1 或 5"],
  ["look at what the broker's log says about the client id", "查看消息服务器日志中的客户端名称"],
  ["we go on trying", "本机继续重试"],
  ["we go on trying, more slowly", "本机放慢重试"],
  ["give this unit its certificate or password at the broker", "请在消息服务器为本机配置证书或密码"],
  ["look at the broker's access list for this unit", "查看消息服务器对本机的访问控制"],
  ["its log may say more (often the access list)", "其日志或有说明（常为访问控制）"],
  ["is a second unit set up with this id, or a second link running?", "是否有另一台信号机用了同一编号，或运行了两个通信进程？"],
  ["please report this: the window is ours to keep", "请上报：窗口应由本机遵守"],
  ["give it a higher max_packet_size", "请调大其 max_packet_size"],
  ["ask the centre which, and write it into the site file", "向中心询问地址并写入配置文件"],
  ["ask the centre where, and write it into the site file", "向中心询问地址并写入配置文件"],
  ["is the broker running, and are host and port in the site file right?", "消息服务器在运行吗？配置文件中的地址和端口正确吗？"],
  ["is the broker running, and are host and port right?", "消息服务器在运行吗？地址和端口正确吗？"],
  [
    "is the host in the site file spelled right, and does this unit reach its name server?",
    "配置文件中的域名写对了吗？本机能连到域名服务器吗？",
  ],
  ["is the host spelled right, and does this unit reach its name server?", "域名写对了吗？本机能连到域名服务器吗？"],
  ["is the modem or the network cable in place?", "调制解调器或网线插好了吗？"],
  ["is a firewall in the way, or the port another one?", "是否被防火墙拦截，或端口不对？"],
  ["the line went quiet; we connect again", "线路静默；本机重新连接"],
  ["is the host in the site file the one that the broker's certificate names?", "配置文件中的域名与消息服务器证书一致吗？"],
  ["is the host the one that the broker's certificate names?", "域名与消息服务器证书一致吗？"],
  ["is this unit's clock right? otherwise the centre must give the broker a new one", "本机时钟正确吗？否则须由中心为消息服务器换新证书"],
  ["is this unit's clock right?", "本机时钟正确吗？"],
  ["find out who listens there: its certificate is a unit's", "查明谁在监听：其证书属于一台信号机"],
  [
    "is ca.crt in the folder of certificates the one of this broker's authority, and this unit's clock right?",
    "证书目录中的 ca.crt 是该消息服务器的签发机构吗？本机时钟正确吗？",
  ],
  ["give the broker tls_version tlsv1.3; we speak nothing older", "请将消息服务器设为 tls_version tlsv1.3；本机不支持更旧版本"],
  ["use the broker's TLS port, or say tls = false in the site file", "请使用 TLS 端口，或在配置文件中写 tls = false"],
  ["use the broker's TLS port, or say --plain", "请使用 TLS 端口，或加 --plain"],
  ["the broker may have been restarted; we connect again", "消息服务器可能已重启；本机重新连接"],
  ["is this an MQTT port? (a TLS port hangs up on a connection without TLS)", "这是 MQTT 端口吗？（TLS 端口会断开非 TLS 连接）"],
  ["a second client with our name does that too; we connect again", "同名客户端也会造成此现象；本机重新连接"],
  ["look at the broker's log", "查看消息服务器日志"],
  ['make the next one with "stopline ca renew" and put it into its folder', "用 stopline ca renew 制作新证书并放入目录"],
  ["is this unit's clock right when it is made, and the broker's? copy it again", "制作时本机与消息服务器的时钟正确吗？请重新复制"],
  [
    'was this unit stolen or replaced? the centre makes another one with "stopline ca renew"',
    "本机曾被盗或更换吗？由中心用 stopline ca renew 另制证书",
  ],
  ["copy into its folder what the authority of this broker has made for us", "将该消息服务器签发机构制作的证书复制到目录"],
  ['name the folder of ours with certificates = "DIR" in the site file', '在配置文件中用 certificates = "DIR" 指定证书目录'],
  ["name the folder of ours with --certificates DIR", "用 --certificates DIR 指定证书目录"],
  ['copy into its folder what "stopline ca" has made for us', "将 stopline ca 制作的证书复制到目录"],
  ["give the broker the usual ciphers of TLS 1.3", "请为消息服务器启用 TLS 1.3 的常用加密套件"],
  // The certificate (platform/certificates.ts).
  [
    "the certificate of {} is valid only from {}, and this clock says {}: is the clock right?",
    "{} 的证书自 {} 起才有效，而本机时钟为 {}：时钟正确吗？",
  ],
  ["the certificate of {} has ended on {}: {}", "{} 的证书已于 {} 过期：{}"],
  ["the certificate of {} ends on {}, in {} days: {}", "{} 的证书将于 {} 到期，还有 {} 天：{}"],
  [
    'make the next one ("stopline ca renew {}") and put it into its folder; nothing need be restarted',
    "请制作新证书（stopline ca renew {}）并放入目录，无需重新启动",
  ],
  [
    'certificates {}: there is no {}; copy there what "stopline ca" has made for this name',
    "证书目录 {}：缺少 {}；请复制 stopline ca 为本机制作的文件",
  ],
  ["certificates {}: {} is not the key of {}; copy both from the same folder", "证书目录 {}：{} 不是 {} 的密钥；请从同一目录复制两者"],
  ["certificates {}: other users may read {}; type: {}", "证书目录 {}：其他用户可读取 {}；请执行：{}"],
  ["certificates {}: {} is no certificate ({}); copy it again", "证书目录 {}：{} 不是证书（{}）；请重新复制"],
  ["certificates {}: {} is no private key ({}); copy it again", "证书目录 {}：{} 不是私钥（{}）；请重新复制"],
  // An update (update/updates.ts).
  ["to {}: {}", "至 {}：{}"],
  ["fetching, {}", "正在下载，{}"],
  ["fetching", "正在下载"],
  ["checked, {}", "已校验，{}"],
  ["checked", "已校验"],
  ["waiting, until {}", "等待至 {}"],
  ["waiting, {}", "等待，{}"],
  ["waiting", "等待"],
  ["installing", "正在安装"],
  ["installed, {}", "已安装，{}"],
  ["installed", "已安装"],
  ["restarting, {}", "正在重新启动，{}"],
  ["restarting", "正在重新启动"],
  ["proved, {}", "已验证运行，{}"],
  ["proved", "已验证运行"],
  ["fell-back, {}", "已回退，{}"],
  ["fell-back", "已回退"],
  ["refused, {}", "已拒绝，{}"],
  ["given-up, {}", "已放弃，{}"],
  ["it was on the unit already", "本机已有该版本文件"],
  ["nothing controls the signals, so nothing is waited for", "信号未受控制，无需等待"],
];

/** Causes stand for minutes and are asked for ten times a second. */
const KNOWN_MAX = 200;
const LONGEST = 600;

/** What no sentence of the table fits stays as it was said: a number, a name, or a word that nobody has translated yet. */
export function translator(table: readonly Sentence[]): (text: string) => string {
  // Made when first asked: most who could ask read English.
  let patterns: readonly (readonly [pattern: RegExp, chinese: string])[] | null = null;
  const known = new Map<string, string>();
  const translated = (text: string): string => {
    patterns ??= table.map(([english, chinese]) => [patternOf(english), chinese]);
    for (const [pattern, chinese] of patterns) {
      const found = pattern.exec(text);
      if (found === null) continue;
      let place = 0;
      return chinese.replace(/\{(=?)(\d*)\}/g, (_, asItIs, which) => {
        const part = found[which === "" ? ++place : Number(which)] ?? "";
        return asItIs ? part : translated(part);
      });
    }
    // A detector may have several faults.
    const parts = text.split(", ");
    return parts.length > 1 ? parts.map(translated).join("、") : text;
  };
  return (text) => {
    // No sentence is so long, and looking through one takes seconds.
    if (text.length > LONGEST) return text;
    const before = known.get(text);
    if (before !== undefined) return before;
    const now = translated(text);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(text, now);
    return now;
  };
}

function patternOf(english: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^$()|[\]{}\\]/g, "\\$&");
  return new RegExp(`^${english.split("{}").map(literal).join("(.+?)").replaceAll("\\{n\\}", "(\\d+)")}$`);
}

export const said = translator(SAID);
