import { CHECKS } from "../panel/chinese/checks.ts";
import { KEYS } from "../panel/chinese/keys.ts";
import { PLACES } from "../panel/chinese/places.ts";
import { withStages } from "../panel/chinese/stages.ts";
import { SYNTAX } from "../panel/chinese/syntax.ts";
import { type Sentence, translator } from "../panel/page/languages/zh-Hans-said.ts";

/** What the doctor says of a site file (cli/doctor.ts). */
const TOLD: readonly Sentence[] = [
  ["{n} problems, the first on line {n}: {}", "{} 处错误，第一处在第 {} 行：{}"],
  ["line {n}: {}: {}", "第 {} 行：{}：{}"],
  ["unit {}, {n} ports, {n} devices", "信号机 {}，{} 个串口，{} 个设备"],
];

/** What is wrong in a whole site file and cannot be in a plan (config/checks/, stages/, tables/): what was found, without what to do. Names of keys stay as they are typed. */
const OF_RINGS: readonly Sentence[] = [
  // What a table is about (config/file.ts, checks/references.ts).
  ["it states neither rings nor stages", "既没有写环，也没有写阶段"],
  ["the file has {} beside its stages: a site states rings or stages, not both", "文件在阶段之外又写了 {=}：只能写环或阶段之一"],
  ['there is no table "{}" here', "此处没有表“{=}”"],
  ["{} is {} but must be tables", "{=} 为{}，但须为表"],
  ["{} is {} but must be a table", "{=} 为{}，但须为一个表"],
  ["the heading {n}", "方位角 {}"],
  ["the zone of this lane", "该车道的区域"],
  ['input {n} of "{}"', "“{=2}”的输入 {1}"],
  ['address {n} on port "{}"', "串口“{=2}”上的地址 {1}"],
  ["the time from phase {n} to {n}", "从相位 {} 到 {} 的时间"],
  ['"{}" on this approach', "该进口道上的“{=}”"],
  ["this path", "该路径"],
  ["this lane", "该车道"],
  ["lane {n} is there twice", "车道 {} 出现两次"],
  ["phases {n} and {n} are there twice", "相位 {} 和 {} 出现两次"],
  // Channels (checks/channels.ts).
  ["no channel shows anything to vehicles", "没有任何通道控制车辆信号"],
  ["a channel of {} shows no further phases", "{}通道不显示其他相位"],
  ["a channel of {} shows no {}", "{}通道不写 {=}"],
  ["a signal group for {} has no {}", "{}灯组没有 {=}"],
  ["an overlap", "跟随相位"],
  ["vehicles", "车辆"],
  ["pedestrians", "行人"],
  ["{} has no walk", "{}没有行人放行（walk）"],
  ["a pedestrian channel has no yellow lamp", "行人通道没有黄灯"],
  ['flash is "{}", but pedestrian signals are dark in flash', "flash 为“{=}”，但闪光时行人信号应熄灭"],
  ["vehicle signals must not be dark in flash", "闪光时车辆信号不得熄灭"],
  ['device "{}" has inputs only and lights no lamps', "设备“{=}”只有输入，不驱动灯"],
  ["its {} lamp is missing", "缺少{}灯"],
  ["red", "红"],
  ["yellow", "黄"],
  ["green", "绿"],
  ["{} is {n}, but outputs of {} are {n} to {n}", "{=} 为 {}，但 {=} 的输出为 {} 至 {}"],
  ["{} is {n}, but load switch {n} has its {} on output {n}", "{=} 为 {}，但负载开关 {} 的{}灯在输出 {}"],
  ['output {n} of "{}" already lights {}', "“{=2}”的输出 {1} 已用于{3}"],
  ["red of {}", "{}的红灯"],
  ["yellow of {}", "{}的黄灯"],
  ["green of {}", "{}的绿灯"],
  ["it would flash yellow together with {}, whose traffic crosses its own", "闪光时它与{}同为黄闪，而两者车流交叉"],
  ["no vehicle channel shows it", "没有车辆通道显示它"],
  ["no pedestrian channel shows its walk", "没有行人通道显示其放行"],
  ["no channel shows it", "没有通道显示它"],
  // Conflicts and clearances (checks/concurrency.ts, paths.ts, overlaps.ts).
  ["phase {n} conflicts with itself", "相位 {} 与自身冲突"],
  ["phases {n} and {n} are never green together: {}", "相位 {} 和 {} 本来就不会同时绿灯：{}"],
  ["they are in one ring", "两者在同一环"],
  ["a barrier is between them", "两者之间有屏障"],
  ["phases {n} and {n} may be green together", "相位 {} 和 {} 可以同时绿灯"],
  [
    "least is {} s, no longer than yellow_change and red_clear of {} ({} s)",
    "least 为 {=} 秒，不长于{}的 yellow_change 与 red_clear（{=} 秒）",
  ],
  ["it would be green together with {} beside phase {n}, but their paths cross", "在相位 {2} 绿灯时，它会与{1}同时绿灯，但两者路径交叉"],
  ["it would be green together with {}, but their paths cross", "它会与{}同时绿灯，但两者路径交叉"],
  ["{} would be green together with {}, but their paths cross", "{}会与{}同时绿灯，但两者路径交叉"],
  ["it would be out together with {}, but their paths cross", "它会与{}同时放行，但两者路径交叉"],
  ["it cannot give way to {} on a flashing arrow", "黄闪箭头时它无法让行{}"],
  ["it cannot give way to {} on green", "绿灯时它无法让行{}"],
  ["a normal overlap has no modifiers", "普通跟随相位没有 modifiers"],
  ["a {} overlap needs modifiers", "{=} 类跟随相位需要 modifiers"],
  ["an arrow is for a turn", "箭头只用于转弯"],
  ["phase {n} is included as well", "相位 {} 同时又在 included 中"],
  ["phase {n} is never green together with those included, and takes nothing away", "相位 {} 从不与 included 中的相位同时绿灯，不起作用"],
  // Detectors, buttons, contacts (checks/detectors.ts, inputs.ts).
  ['device "{}" lights lamps and has no inputs', "设备“{=}”驱动灯，没有输入"],
  ['input is {n}, but device "{}" has one input', "input 为 {}，但设备“{=}”只有一个输入"],
  ['input is {n}, but device "{}" has inputs {n} to {n}', "input 为 {}，但设备“{=}”的输入为 {} 至 {}"],
  ["lane is {n}, but {} has one lane", "lane 为 {}，但{}只有一条车道"],
  ["lane is {n}, but {} has {n} lanes", "lane 为 {}，但{}有 {} 条车道"],
  ["length is {n}, and a zone has {n} metres at least", "length 为 {}，而区域至少为 {} 米"],
  ["a zone adds to no green", "区域不增加绿灯"],
  ['a detector of kind "{}" has no length', "“{=}”类检测器没有 length"],
  ["a zone calls no phase: loops do", "区域不请求相位，由线圈请求"],
  ["a detector that counts calls no phase", "计数检测器不请求相位"],
  ["a detector that counts adds to no green", "计数检测器不增加绿灯"],
  ["a contact for {} asks for no preempt", "用于 {=} 的触点不请求抢占"],
  ["a contact for {} has no {}", "用于 {=} 的触点没有 {=}"],
  ["[priority] gives phase {n} nothing", "[priority] 没有给相位 {} 任何优先"],
  // Devices and their lines (checks/devices.ts, ports.ts, waiting.ts).
  ["{} has no profiles", "{=} 没有 profile"],
  ["profile is missing: {} has several", "缺少 profile：{=} 有多个"],
  ['{} has no profile "{}"', "{=} 没有 profile“{=}”"],
  ["{} has no addresses", "{=} 没有地址"],
  ["address is {n}, but addresses of {} are {n} to {n} and {n} to {n}", "address 为 {}，但 {=} 的地址为 {} 至 {} 和 {} 至 {}"],
  ["address is {n}, but addresses of {} are {n} to {n}", "address 为 {}，但 {=} 的地址为 {} 至 {}"],
  ["a device with {} talks by itself and is not polled", "{=} 设备自行上报，不轮询"],
  ["poll_ms is {n}, too seldom for a board that lights lamps", "poll_ms 为 {}，对驱动灯的板卡过疏"],
  [
    "{} is spoken on NEMA TS 2 Port 1, which is synchronous: no serial port can speak it",
    "{=} 用于 NEMA TS 2 Port 1，该总线为同步，串口无法通信",
  ],
  ['port "{}" is an SDLC gateway, and {} is spoken on serial lines', "串口“{=}”是 SDLC 网关，而 {=} 用于串行线路"],
  [
    'port "{}" also has {}, which is asked, and a device with {} must hear nothing',
    "串口“{=}”上还有被询问的{}，而 {=} 设备不得收到任何字节",
  ],
  ['port "{}" already has {}, and neither has an address', "串口“{=}”上已有{}，两者均无地址"],
  ["an SDLC gateway has no {}", "SDLC 网关没有 {=}"],
  ["baud is {n}, but Port 1 behind an SDLC gateway has {n}", "baud 为 {}，但 SDLC 网关后的 Port 1 为 {}"],
  [
    "baud is {n}, the speed of NEMA TS 2 Port 1, which is synchronous: no serial port can speak it",
    "baud 为 {}，即 NEMA TS 2 Port 1 的速率，该总线为同步，串口无法通信",
  ],
  [
    "the writes of {n} boards take {n} ms at {n} baud, longer than the tenth in which a lamp must change",
    "{} 块板卡的写入需 {} 毫秒（{} 波特），超过灯色须变化的 0.1 秒",
  ],
  [
    "a write of all lamps and its confirmation take {n} ms at {n} baud, longer than the tenth in which a lamp must change",
    "写入全部灯及其确认需 {} 毫秒（{} 波特），超过灯色须变化的 0.1 秒",
  ],
  ["timeout_ms is {n}: a lamp would wait so long behind a write that was lost", "timeout_ms 为 {}：写入丢失时灯要等这么久"],
  ["timeout_ms is {n}, but the confirmation alone takes {n} ms at {n} baud", "timeout_ms 为 {}，但仅确认就需 {} 毫秒（{} 波特）"],
  [
    "with {n} writes lost it would feel no heartbeat for {n} ms, and is lost after {n}",
    "丢失 {} 次写入时，它有 {} 毫秒收不到心跳，而 {} 毫秒后即失效",
  ],
  ["it is on the line of {}, whose lamps would wait for its answers", "它与{}同一线路，后者的灯会等待它的应答"],
  ["poll_ms is {n}: who it sees would be a call only so much later, or never", "poll_ms 为 {}：所见车辆要迟这么久才成为请求，甚至丢失"],
  [
    "timeout_ms is {n}: while it does not answer, the calls of its line would wait as long",
    "timeout_ms 为 {}：它不应答时，该线路的请求也要等这么久",
  ],
  ["timeout_ms is {n}: while it does not answer, the calls of {} would wait as long", "timeout_ms 为 {}：它不应答时，{}的请求也要等这么久"],
  // Neighbours (checks/neighbours.ts).
  ["a unit hears {n} roads at the most", "一台信号机最多接收 {} 条道路"],
  ['"{}" is this unit itself', "“{=}”就是本机"],
  ["lanes without approach", "写了 lanes，但没有 approach"],
  ["nobody comes from there: it has no lanes", "没有车从那里来：未写 lanes"],
  ["distance is 0", "distance 为 0"],
  ["share is 0: nobody comes", "share 为 0：没有车来"],
  ["{n} m in {} s are {n} km/h, where {n} are allowed", "{} 米用 {=} 秒即 {} km/h，而限速为 {}"],
  // Phases (checks/phases.ts, phase-options.ts, rings.ts, sequences.ts).
  ["{} has no added_initial", "{}没有 added_initial"],
  ["no detector of it counts for added_initial", "它没有检测器计入 added_initial"],
  ["{} without walk and ped_clear", "写了 {=}，但没有 walk 和 ped_clear"],
  ["ped_clear ({} s) is shorter than yellow_change ({} s)", "ped_clear（{=} 秒）短于 yellow_change（{=} 秒）"],
  ["walk without ped_clear: who has begun to cross must be able to end", "写了 walk，但没有 ped_clear：已开始过街的人须能走完"],
  ["a phase for pedestrians needs walk and ped_clear", "行人相位须有 walk 和 ped_clear"],
  ["walk is {} s, but 4.0 is the least that MUTCD allows", "walk 为 {=} 秒，而 MUTCD 允许的最小值为 4.0"],
  ["ped_clear is {} s: nobody crosses a street in that", "ped_clear 为 {=} 秒：无人能在此时间内过街"],
  ["phase {n} is already in {}", "相位 {} 已在{}中"],
  ["it is in no ring, so that it would never be green", "它不在任何环中，将永无绿灯"],
  [
    'red_rest, but phase {n} has recall = "{}": the ring always has somebody to serve',
    "写了 red_rest，但相位 {} 有 recall = “{=}”：该环总有请求",
  ],
  ["it has {n} group, but {} has {n}", "它有 {} 组，但{}有 {} 组"],
  ["it has {n} groups, but {} has {n}", "它有 {} 组，但{}有 {} 组"],
  ["no ring has a phase in this group", "没有任何环在该组中有相位"],
  ["group {n} has {}, but {} has {} there", "第 {} 组为{}，但{}此处为{}"],
  ["no phase", "无相位"],
  // Preempts, priority, start (checks/service.ts, start.ts).
  ["track without track_green", "写了 track，但没有 track_green"],
  ["track_green without track", "写了 track_green，但没有 track"],
  ["phase {n} clears the track, and would be let onto it again", "相位 {} 用于清空道口，又会被放行进入道口"],
  ["max_presence is {} s, no longer than delay and min_duration ({} s)", "max_presence 为 {=} 秒，不长于 delay 与 min_duration（{=} 秒）"],
  ["interval without phases", "写了 interval，但没有 phases"],
  ["it is neither extended nor cut nor put in", "既不延长，也不缩短，也不插入"],
  ["reduction is {} s, but from max1 to min_green there are {} s", "reduction 为 {=} 秒，但从 max1 到 min_green 只有 {=} 秒"],
  ["all_red is {} s, shorter than the longest red_clear ({} s)", "all_red 为 {=} 秒，短于最长的 red_clear（{=} 秒）"],
  ["all_red is {} s, shorter than the red between {} and {} ({} s)", "all_red 为 {=} 秒，短于 {=} 与 {=} 之间的红灯（{=} 秒）"],
  ["all_red is {} s, shorter than the red between {} ({} s)", "all_red 为 {=} 秒，短于 {=} 之间的红灯（{=} 秒）"],
  ["all_red is {} s, no time at all", "all_red 为 {=} 秒，等于没有"],
  // What a value must be (tables/).
  ["be tables", "为表"],
  ["be a table", "为一个表"],
  ["be a text", "为文本"],
  ["be {n} to {n} metres", "为 {} 至 {} 米"],
  ["be 1 to {n} letters, digits and dashes", "为 1 至 {} 个字母、数字和连字符"],
  ['be a time zone such as "{}"', "为时区，如“{=}”"],
  ["be 32 bytes in base64: 44 characters, the last one =", "为 32 字节的 base64：44 个字符，末位为 ="],
  ["be a host's name or address, without mqtt:// and without a port", "为主机名或地址，不带 mqtt:// 和端口"],
  ['be a folder, by its whole path, as in "{}"', "为完整路径的目录，如“{=}”"],
  ["be a device under /dev, or udp://ADDRESS:PORT of an SDLC gateway", "为 /dev 下的设备，或 SDLC 网关的 udp://ADDRESS:PORT"],
  ["be a list of lanes", "为车道列表"],
  ["be a list of pairs", "为相位对的列表"],
  ["be two phases, such as [1, 5]", "为两个相位，如 [1, 5]"],
  ["be a list of lists of phases, one list for each side of a barrier", "为相位列表的列表，屏障每侧一个"],
  ["be a list of signal groups' names", "为灯组名称列表"],
  ["be a table of seconds by signal group", "为按灯组写秒数的表"],
  ["name at least one phase", "至少写一个相位"],
  // What works and not well (config/warnings/): here with what to do.
  [
    "its polls take {n} % of the line's time at {n} baud: a round of all takes {n} ms at least",
    "其轮询占用线路时间的 {}%（{} 波特）：一轮至少 {} 毫秒",
  ],
  [
    "its polls take {n} % of the line's time at {n} baud, and do not fit: a round of all takes {n} ms at least",
    "其轮询占用线路时间的 {}%（{} 波特），容纳不下：一轮至少 {} 毫秒",
  ],
  [
    "Write longer poll_ms, set the line to a higher speed (on the devices and here), or move devices to another port.",
    "请写更长的 poll_ms，或提高线路速率（设备和此处），或把设备移到另一串口。",
  ],
  [
    "{} is numbered as the kernel finds it: after a restart or a re-plug it may be another line",
    "{=} 按内核发现的次序编号：重启或重插后可能是另一条线路",
  ],
  [
    "Write its name under /dev/serial/by-path (ls -l /dev/serial/by-path shows it): that stays with the socket.",
    "请写 /dev/serial/by-path 下的名称（ls -l /dev/serial/by-path 可见）：它随插口不变。",
  ],
  [
    "a name by-id goes with the adapter: a spare one has another, and two of a kind without serial numbers share one",
    "by-id 名称随适配器而变：备件名称不同，两个同型且无序列号的适配器同名",
  ],
  [
    "rs485 is true, but adapters on USB switch their transceivers by themselves, and their drivers know no such mode",
    "rs485 为 true，但 USB 适配器自行切换收发，其驱动没有该模式",
  ],
  ["Leave rs485 out, or write the path of the board's own UART.", "请不写 rs485，或写主板自带 UART 的路径。"],
];

/** Made of so few words that they would hold for others: they are looked at last. */
const GENERAL: readonly Sentence[] = [
  ['there is no {} "{}"', "没有{}“{=}”"],
  ["there is no {} {n}", "没有{} {}"],
  ["{} is {} s, shorter than {} ({} s)", "{=} 为 {=} 秒，短于 {=}（{=} 秒）"],
  ["{} is {} s, no longer than {} ({} s)", "{=} 为 {=} 秒，不长于 {=}（{=} 秒）"],
  ["{} is {} s, longer than {} ({} s)", "{=} 为 {=} 秒，长于 {=}（{=} 秒）"],
  ["{} without {}", "写了 {=}，但没有 {=}"],
  ["phases {}", "相位 {=}"],
];

const OF_STAGES: readonly Sentence[] = [
  ["there are {n} signal groups, and a unit has {n} channels", "有 {} 个灯组，而一台信号机有 {} 个通道"],
  ["it gives way to itself", "它让行自身"],
  ["it is in no stage, so that it would never be green", "它不在任何阶段中，将永无绿灯"],
  ["its walk is {} s, but 4.0 is the least", "其放行为 {=} 秒，而最小值为 4.0"],
  [
    "its path crosses that of {}, but the intergreen matrix has no time for {} and {}",
    "其路径与{}交叉，但绿灯间隔矩阵没有 {=} 与 {=} 的时间",
  ],
  ["{} to {} has a time, but {} to {} has none: a conflict holds both ways", "{=} 到 {=} 有时间，但 {=} 到 {=} 没有：冲突是双向的"],
  ['"{}" has a row already on line {n}', "“{=}”在第 {} 行已有一行"],
  [
    "the intergreen matrix has no time between it and any vehicles, so that nothing keeps them off who walks",
    "绿灯间隔矩阵中它与任何车辆之间都没有时间，过街行人得不到保护",
  ],
  ["a signal group does not conflict with itself", "灯组不与自身冲突"],
  ["{} gives way to {}, and yet they conflict", "{}让行{}，两者却又冲突"],
  ["{} to {} is {} s, shorter than {} of {} ({} s)", "{=} 到 {=} 为 {=} 秒，短于{5}的 {4}（{6} 秒）"],
  ["it is the only stage", "它是唯一的阶段"],
  ["{} would be green together with {}, and the matrix says that they conflict", "{}会与{}同时绿灯，而矩阵说两者冲突"],
  ["min_green is {} s, shorter than that of {} ({} s)", "min_green 为 {=} 秒，短于{}的（{=} 秒）"],
  ["max_green is {} s, shorter than min_green of {} ({} s)", "max_green 为 {=} 秒，短于{}的 min_green（{=} 秒）"],
  ["ped_recall, but no signal group for pedestrians is in the stage", "写了 ped_recall，但阶段中没有行人灯组"],
  ["{} is for pedestrians, and a loop sees vehicles", "{}是行人灯组，而线圈只检测车辆"],
  ["{} is for vehicles, and a button is for pedestrians", "{}是车辆灯组，而按钮供行人使用"],
  ['signal group "{}" is there twice', "灯组“{=}”出现两次"],
];

/** What the tables of a site file's lists are called. */
const NAMED: readonly Sentence[] = [
  ["port", "串口"],
  ["device", "设备"],
  ["protocol", "协议"],
  ["approach", "进口道"],
  ["signal group", "灯组"],
  ["phase", "相位"],
  ["ring", "环"],
  ["sequence", "相序"],
  ["overlap", "跟随相位"],
  ["channel", "通道"],
  ["detector", "检测器"],
  ["push button", "按钮"],
  ["contact", "触点"],
  ["preempt", "抢占"],
];

/** Which table it is, as far as it has a number and a name (config/rows.ts). */
const PARTS: readonly Sentence[] = [
  ["[priority], phase {n}", "[priority] 的相位 {}"],
  ["neighbour (number {n} of the list), lane {n}", "列表中第 {} 个相邻路口的车道 {}"],
  ["neighbour (number {n} of the list)", "列表中第 {} 个相邻路口"],
  ["clearance (number {n} of the list)", "列表中第 {} 个清空时间"],
  ["intergreen (number {n} of the list)", "绿灯间隔矩阵第 {} 行"],
  ...NAMED.flatMap(([english, chinese]): readonly Sentence[] => [
    [english, chinese],
    [`${english} {n} "{}"`, `${chinese} {}“{=}”`],
    [`${english} "{}"`, `${chinese}“{=}”`],
    [`${english} {n}`, `${chinese} {}`],
    [`${english} (number {n} of the list)`, `列表中第 {} 个${chinese}`],
  ]),
];

/** Every sentence about a whole site file that is in no plan. */
export const OF_SITES: readonly Sentence[] = [...OF_STAGES, ...OF_RINGS, ...GENERAL];

/** What is wrong in a site file, or not as good as it could be. What both a plan and a site file can have is said as the page says it of a plan. */
export const OF_SITE_FILES = withStages([
  ...TOLD,
  ...SYNTAX,
  ...OF_STAGES,
  ...OF_RINGS,
  ...KEYS,
  ...CHECKS,
  ...GENERAL,
  ...PARTS,
  ...PLACES,
]);
export const siteInChinese = translator(OF_SITE_FILES);
