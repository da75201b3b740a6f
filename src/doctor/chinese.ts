import type { CODES } from "./codes.ts";

type Ill = { [C in keyof typeof CODES]: (typeof CODES)[C]["grade"] extends "good" ? never : C }[keyof typeof CODES];
interface Said {
  readonly means: string;
  readonly cause: string;
  readonly todo: string;
}

/** What tellFindings passes over, in every language. */
const SEE = "see the words";
const said = (means: string, cause: string, todo: string): Said => ({ means, cause, todo });

/** Every code that is not good, in Simplified Chinese: one that is missing is a type error. */
export const CHINESE: { readonly [C in Ill]: Said } = {
  "site-wrong": said("信号机不会运行该配置文件", "文件有误", "运行“stopline check 文件名”，它会指出行号和改法。"),
  "site-missing": said("无法得知该路口的情况", "文件名或目录不符", "指定配置文件。"),
  "site-look": said("信号机能运行，但有不妥之处", SEE, "按说明处理。"),

  "port-missing": said(
    "没有该串口",
    "适配器未插，或插在别的插座；或路径属于另一机柜",
    "插上适配器后查看 ls -l /dev/serial/by-path，写入该名称。",
  ),
  "port-denied": said("当前用户无权打开串口", "用户不在串口所属组", "把用户加入 ls -l 显示的组（常为 dialout），或在命令前加 sudo。"),
  "port-held": said(
    "串口被其他程序占用，未发送任何数据",
    "正在运行的信号机程序，或未关闭的终端程序",
    "若是信号机，用“stopline doctor 配置文件”（及 --live）询问它，或查看状态页面；否则结束该程序。",
  ),
  "port-rs485": said(
    "串口驱动不切换 RS-485 收发",
    "能自动切换的适配器（USB 均是），或设备树未给出引脚的 UART",
    "从配置文件去掉 rs485，或在设备树中加入 rts-gpios 和 linux,rs485-enabled-at-boot-time。",
  ),
  "port-broken": said("串口不能工作", "适配器、驱动或电缆", "重新插拔适配器，或更换一个。"),

  "line-silent": said(
    "该线路上无设备应答",
    "无电、RS-485 两线接反、收发未交叉，或波特率不符",
    "看设备指示灯，对调 A、B；停止信号机后用“stopline doctor 串口路径”查找波特率。",
  ),
  "line-quiet": said("监听期间没有任何数据", "设备只在被询问时应答，或没有接线", "主动询问：“stopline doctor 串口路径 --ask”。"),
  "line-talks": said(
    "线路上有人通信，未发送任何数据",
    "另有控制器在询问，或设备自行上报",
    "先查明是谁在询问，再加 --ask：两个主机会互相干扰。",
  ),
  "line-unknown": said(
    "收到的字节不符合任何已知协议",
    "未支持的协议、少见的波特率、A/B 接反或开路噪声",
    "对调 A、B；用“stopline listen 串口 --hex”查看字节并与手册比对。",
  ),
  "line-empty": said(
    "以各常用波特率询问均无应答",
    "无电、无电缆、A/B 接反，或未支持的协议",
    "看设备指示灯，测 A、B 间应有 0.2 V 以上，对调后重试。",
  ),
  "line-ended": said("查找未完成即结束", "按了 Ctrl-C，或线路应答过慢", "用 --protocol、--baud、--to 缩小范围后重新运行。"),

  "gateway-silent": said(
    "网关未转发任何应答",
    "地址或 UDP 端口不符、应答发往别的端口、无网络，或 Port 1 侧无设备",
    "先 ping 网关；核对 UDP 端口和 ?local=；再查 Port 1 电缆和机架电源。",
  ),

  "device-woken": said(
    "曾有数秒不检测，现已恢复",
    "某些检测板无车时静默，询问中含其命令字节",
    "把下面几行写入配置文件；下次用 --protocol elektronika，只监听。",
  ),
  "device-commands": said(
    "正在等待命令，期间不检测车辆",
    "询问中含命令字节且应答丢失",
    "用“stopline listen”观察直到出现 RESUME>；一分钟内不恢复则断电重启。",
  ),
  "device-silent": said(
    "该设备不应答，同线其他设备正常",
    "地址与配置不符、无电，或其电缆故障",
    "看地址拨码和指示灯；“stopline doctor 串口路径”可列出应答的地址。",
  ),
  "device-late": said(
    "部分询问没有应答",
    "timeout_ms 太短、噪声，或线路负荷过大",
    "与手册核对 timeout_ms；用“stopline check”查看线路占用率。",
  ),
  "device-noisy": said("部分数据损坏", "缺终端电阻（两端各 120 欧）或屏蔽、与电源线同走、地址重复", "加终端电阻，分开走线，检查重复地址。"),
  "device-refuses": said(
    "有应答但不给输入，所有输入均视为故障",
    "profile 与设备不符",
    "写入实际板卡的 profile，或下载 profile 所需的映射。",
  ),
  "device-mute": said("应自行上报而没有上报", "其程序未运行、发往别的端口或波特率不符", "检查设备自身的端口、波特率和上报间隔设置。"),
  "device-awaited": said("尚未收到该设备的数据，而信号机刚刚启动", "设备逐个询问，有的每十秒才自行上报一次", "半分钟后再运行一次。"),
  "device-board": said("该板驱动信号灯，故不询问", "只有信号机可以写入", "启动信号机后在状态页面查看是否确认。"),

  "journal-missing": said("没有日志", "信号机尚未运行过，或日志在别处", "启动信号机，或用 --journal 指定文件。"),
  "journal-other": said(
    "日志属于另一台信号机",
    "存储卡是另一台信号机的，或配置文件是另一地点的",
    "将配置文件与信号机标签核对；或用 --journal 指定本机的日志。",
  ),
  "journal-broken": said("日志不能读取", "存储卡老化，或不是日志文件", "启动信号机：它会移开损坏的日志并新建。若再次出现，更换存储卡。"),
  "journal-behind": said("中心尚未确认全部记录", "无网络，或代理、中心不应答", "查看通信进程的说明和调制解调器电缆。"),

  "unit-silent": said(
    "此处没有信号机在运行，无法判断信号灯和检测器",
    "未启动，或套接字在别处",
    "运行“systemctl status stopline-unit”或启动它；用 --live 指定套接字。",
  ),
  "unit-other": said("运行的是另一台信号机", "用了别的路口的文件或存储卡", "核对配置文件与信号机标签、存储卡与记录。"),
  "unit-flash": said(
    "信号灯处于闪光状态",
    SEE,
    "消除其原因，信号灯随后自行恢复。冲突监视器锁存的故障只能在机柜内用“stopline reset-fault”解除。",
  ),
  "unit-fixed": said("信号灯按固定方案运行，不随车辆变化", "检测器故障", "修复下列检测器，一分钟后自动恢复。"),
  "unit-starts": said("正在启动：闪光、全红、首个绿灯", "刚启动，或闪光刚结束", "等待一分钟。"),
  "unit-stands": said("停时接通期间各步均保持", "有人接通了停时开关", "工作结束后断开。"),
  "unit-manual": said("手动步进结束绿灯", "民警在面板操作", "人员离开后断开。"),
  "unit-preempt": said("优先抢占先于其他相位", "列车或消防车，否则为输入粘连", "若持续存在，检查其触点。"),
  "unit-asked": said("按命令生效，期间其他相位等待", "页面上的技术员，或中心", "到时自动结束；技术员可在页面“操作”中立即结束。"),
  "unit-late": said("信号机节拍晚于十分之一秒", "负荷过高或过热", "检查温度和其他程序。"),

  "monitor-fault": said(
    "冲突监视器锁定故障，信号灯闪光直到人工复位",
    "所列通道的灯或接线，或输出板点亮了别的灯",
    "先找原因：日志有前后记录。然后在机柜运行“stopline reset-fault”。",
  ),
  "coordination-free": said("当前方案应协调而未协调", "绿信比或相位差与相位不符", "运行“stopline check”检查配置文件。"),

  "detector-failed": said("检测器故障，其相位按最大绿请求以免有人久等", "线圈、接线或板卡", "有车时看其指示灯，再查接线。"),
  "detector-forced": said("按命令视为有车或无车，不论线圈状态", "页面上的技术员，或中心", "到时自动结束；技术员可在页面“操作”中立即结束。"),
  "detector-doubted": said(
    "与其他检测器不一致，但其请求仍有效",
    "接线互换、灵敏度过高或过低、串扰",
    "在页面“调试验收”中逐个触发，或用“stopline journal”查看记录 325。",
  ),
  "neighbour-silent": said("收不到相邻路口的预告", "对方通信、代理，或配置中的名称", "先看对方信号机，再看 [[neighbours]]。"),

  "recording-fault": said("信号机不能写入日志", "存储卡老化或已满", "尽快更换存储卡：断电将丢失当前数据。"),

  "disk-full": said("日志所在磁盘剩余空间不足", "升级文件或其他文件", "用“du -x -d2”查看；日志本身有上限。"),
  "machine-hot": said("板卡过热而降速", "机柜暴晒、风扇停转、滤网堵塞", "检查风扇和滤网。"),
  "memory-short": said("剩余内存不足", "有其他程序在运行", "用“top”查看。"),

  "link-away": said("通信进程连不上代理，记录暂存在信号机", SEE, "检查调制解调器及电缆，再查代理名称和证书。"),
  "link-gone": said(
    "通信进程没有运行：中心收不到数据，也没有状态页面；信号灯照常运行",
    "被停止，或启动时反复出错",
    "运行“systemctl status stopline-link”，最后几行说明原因；用“systemctl start stopline-link”启动。",
  ),
  "link-hangs": said(
    "通信进程在，但毫无动作：中心收不到数据，状态页面无应答；信号灯照常运行",
    SEE,
    "信号机上 systemd 会在两分钟内将其重新启动；否则运行“systemctl restart stopline-link”。由“stopline run”启动的，结束后再启动。",
  ),
  "link-unheard": said("没有通信进程的信息", "未运行或从未启动成功", "运行“systemctl status stopline-link”。"),
  "update-stands": said("正在升级", "已下达升级", "等待完成，不要断电。"),
  "update-failed": said("升级未成功，仍运行原版本", SEE, "通知下达者，说明中有原因。"),

  "walk-unsafe": said(
    "有项目未完成即离开",
    "有项目被跳过，或提前结束；验收报告列出这些项目",
    "在页面“调试验收”中继续完成未确认的项目，并重新结束验收；已确认的仍然有效。",
  ),
  "walk-open": said("调试验收未结束", "正在进行，或中途离开", "在页面“调试验收”中继续。"),
  "walk-old": said("验收之后配置文件已更改", "新的配置文件", "在页面“调试验收”中重新验收：更改之处必须检查。"),
  "walk-none": said("尚未有人确认接线", "新装信号机，或早于验收功能", "在页面“调试验收”中进行。"),

  "certificate-ending": said("连接代理的证书即将到期", "有效期将满", "用“stopline ca renew 信号机名”签发新证书并放入其目录，无需重启。"),
  "certificate-wrong": said(
    "代理不会接受该证书",
    "证书过期或复制不全，或时钟不准",
    "检查时钟；复制“stopline ca”为该信号机生成的三个文件，密钥权限 600。",
  ),

  "clock-unset": said(
    "时钟落后数年：日期、周期错误，命令会被拒绝",
    "无网络校时且时钟电池耗尽",
    "连接网络，或用 date -s 设定时间，并更换电池。",
  ),
  "clock-alone": said(
    "无从得知时钟是否有校时；无校时一两天会差一秒",
    "收不到网络时间，或没有校时程序",
    "运行“timedatectl”查看网络校时是否打开。在此之前每次到场核对时钟：相邻路口的周期会逐渐错开。",
  ),
};
