"""What the two inspectors found at a made-up centre, in both languages, as plain values.

The company, the site, the people and every figure are invented. Sample numbers count from 1 in the
order in which the samples were drawn; days are counted back from the first day of the inspection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from auditapp.checklist.model import Text
from auditapp.operations.demo import scenes
from auditapp.operations.demo.scenes import Shot

FIRST_DAY = date(2026, 9, 17)
UTC_OFFSET_HOURS = 8

TITLE = Text("2026年第三季度客服中心现场检查", "On-site inspection, third quarter of 2026")
UNIT_CODE = "JC01"
ABOUT: Mapping[str, Text] = {
    "unit": Text(
        "海棠人寿保险股份有限公司 江城客户服务中心",
        "Haitang Life Insurance Co., Ltd., Jiangcheng customer service centre",
    ),
    "site.name": Text("江城客户服务中心（3号楼5层）", "Jiangcheng service centre (building 3, floor 5)"),
    "site.address": Text(
        "江城市临湖区云栖路18号3号楼5层", "Floor 5, building 3, 18 Yunqi Road, Linhu District, Jiangcheng"
    ),
    "site.floors": Text("5层整层，使用面积约1,160 m²", "The whole of floor 5, about 1,160 m² usable"),
    "site.shifts": Text("三班，24小时", "Three shifts, round the clock"),
    "period": Text("2026-09-17 至 2026-09-18", "2026-09-17 to 2026-09-18"),
    "purpose": Text(
        "核查职场、应急及其余四个维度的落实情况，复查上次问题。",
        "To check the workplace, emergency control and the four other dimensions, and to re-check the last findings.",
    ),
    "scope": Text(
        "5层座席区、设备间、休息区、走道与楼梯间；夜班抽查一次。",
        "Agent floor, equipment room, rest area, corridors and stairs of floor 5; one look at the night shift.",
    ),
    "conclusion": Text(
        "中心管理基础较好，应急语音与情绪支持有亮点；楼梯间堆物已当场清除，灭火器失压、应急照明故障与夜班演练缺失须限期整改。",
        "The centre is well run, with good emergency announcements and staff support. Goods on the stairs were "
        "removed on the spot; a depressurised extinguisher, a failed emergency light and missing night drills must be put right in time.",
    ),
    "contact": Text(
        "总部服务质量部 检查组 027-0000-0000", "Head office, service quality department, inspection team, 027-0000-0000"
    ),
}

TEAM: tuple[tuple[str, Text, str, Text], ...] = (
    ("leader", Text("林若溪", "Lin Ruoxi"), "leader", Text("总部服务质量部", "Head office, service quality")),
    ("inspector", Text("周玥喆", "Zhou Yuezhe"), "inspector", Text("总部风险管理部", "Head office, risk management")),
    ("site", Text("赵启明", "Zhao Qiming"), "site_manager", Text("江城客户服务中心", "Jiangcheng service centre")),
    ("guide", Text("沈知堃", "Shen Zhikun"), "guide", Text("江城客户服务中心", "Jiangcheng service centre")),
)

INSTRUMENTS = (
    ("lux", Text("照度计 LX-1330", "Lux meter LX-1330"), "0417", "2027-03-31", "±4 %"),
    ("sound", Text("声级计 2级", "Sound level meter, class 2"), "2291", "2027-01-15", "±1.0 dB"),
    ("co2", Text("二氧化碳检测仪", "CO2 meter"), "0088", "2026-12-20", "±50 ppm"),
    ("climate", Text("温湿度计", "Thermo-hygrometer"), "3155", "2027-05-02", "±0.5 ℃"),
    ("laser", Text("激光测距仪", "Laser distance meter"), "7702", "2027-06-30", "±2 mm"),
)
INSTRUMENT_OF: Mapping[str, str] = {
    "WP-2.2": "lux",
    "WP-4.14": "lux",
    "WP-3.7": "sound",
    "WP-3.8": "sound",
    "WP-3.5": "co2",
    "WP-3.2": "climate",
    "WP-3.3": "climate",
    "WP-3.4": "climate",
    "WP-1.10": "laser",
    "WP-4.3": "laser",
    "WP-4.6": "laser",
    "WP-4.25": "laser",
    "WP-1.7": "laser",
    "WP-4.7": "laser",
    "WP-6.7": "climate",
}


@dataclass(frozen=True)
class Drawn:
    """A sample set of the story: population, how many were drawn, labels, attributes by sample number."""

    population: int
    size: int
    label: Text
    attributes: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    labels: tuple[Text, ...] = ()


SAMPLES: Mapping[str, Drawn] = {
    "workstation": Drawn(120, 10, Text("工位 {n:03d}", "Workstation {n:03d}")),
    "zone": Drawn(
        4,
        4,
        Text("区域 {n}", "Zone {n}"),
        labels=(
            Text("A区座席", "Agent area A"),
            Text("B区座席", "Agent area B"),
            Text("北走道", "North corridor"),
            Text("东楼梯间", "East stairs"),
        ),
        attributes={
            1: {"place": "office", "corridor": "single"},
            2: {"place": "office", "corridor": "single"},
            3: {"place": "corridor", "corridor": "double"},
            4: {"place": "stair", "corridor": "single"},
        },
    ),
    "exit": Drawn(3, 3, Text("出口 E{n}", "Exit E{n}")),
    "extinguisher": Drawn(24, 6, Text("灭火器 F-{n:02d}", "Extinguisher F-{n:02d}")),
    "emergency_light": Drawn(46, 10, Text("应急灯 L-{n:02d}", "Emergency light L-{n:02d}")),
    "hydrant": Drawn(6, 3, Text("消火栓 H{n}", "Hydrant H{n}")),
    "door": Drawn(9, 3, Text("门禁 D{n}", "Door D{n}")),
    "panel": Drawn(8, 3, Text("配电箱 P{n}", "Panel P{n}")),
    "camera": Drawn(32, 4, Text("摄像机 C{n:02d}", "Camera C{n:02d}")),
    "ups": Drawn(2, 2, Text("UPS-{n}", "UPS-{n}")),
    "lift": Drawn(2, 2, Text("{n}号电梯", "Lift {n}")),
    "firstaid_kit": Drawn(4, 2, Text("急救箱 K{n}", "First-aid kit K{n}")),
    "supply_kit": Drawn(3, 2, Text("应急物资箱 S{n}", "Supply kit S{n}")),
    "interviewee": Drawn(120, 7, Text("访谈 I{n}（白班座席）", "Interview I{n} (agent, day shift)")),
    "employee": Drawn(120, 6, Text("档案 {n:03d}", "File {n:03d}")),
    "leaver": Drawn(14, 5, Text("离职 {n:02d}", "Leaver {n:02d}")),
    "call": Drawn(61_240, 8, Text("录音 {n}", "Recording {n}")),
    "complaint": Drawn(37, 5, Text("投诉件 {n:02d}", "Complaint {n:02d}")),
    "knowledge": Drawn(1_480, 5, Text("条目 {n}", "Entry {n}")),
    "testcall": Drawn(3, 3, Text("拨测 {n}", "Test call {n}")),
    "retrieval": Drawn(2_600, 3, Text("调取 {n}", "Retrieval {n}")),
    "account": Drawn(186, 8, Text("账号 {n:03d}", "Account {n:03d}")),
    "drill": Drawn(
        3,
        3,
        Text("演练 {n}", "Drill {n}"),
        attributes={
            1: {"scenarios": ["fire"]},
            2: {"scenarios": ["telecom", "acd"]},
            3: {"scenarios": ["power", "surge", "shortage", "core", "site_loss"]},
        },
    ),
    "plan": Drawn(5, 5, Text("预案 {n}", "Plan {n}")),
    "system": Drawn(5, 5, Text("系统 {n}", "System {n}")),
    "incident": Drawn(3, 3, Text("事件 {n}", "Incident {n}")),
    "month": Drawn(
        3,
        3,
        Text("{n}", "{n}"),
        labels=(Text("2026年6月", "June 2026"), Text("2026年7月", "July 2026"), Text("2026年8月", "August 2026")),
    ),
    "training": Drawn(3, 3, Text("培训 {n}", "Training {n}")),
    "vendor": Drawn(3, 3, Text("供应商 {n}", "Vendor {n}")),
}

SETTINGS: Mapping[str, str] = {
    "building_type": "highrise",
    "key_fire_unit": "yes",
    "season": "cooling",
    "crowded_place": "strict",
    "building_age": "existing",
    "office_class": "ordinary",
    "runs_at_night": "yes",
    "telesales": "yes",
    "pc_insurer": "no",
    "flood_or_quake_zone": "yes",
    "agency_labour": "yes",
    "many_female_staff": "yes",
    "face_recognition": "no",
    "works_12_months": "no",
    "fitout_24_months": "no",
    "control_room": "yes",
    "vendor_overflow": "no",
    "subplan_unit": "no",
    "large_building": "no",
    "long_term_sales": "yes",
}


def days(ago: int) -> str:
    """The ISO date so many days before the first day of the inspection (negative: after it)."""
    return date.fromordinal(FIRST_DAY.toordinal() - ago).isoformat()


#: Item -> answers, one per sample in turn (the last one again when there are more samples).
#: Options are given by their code, dates by `days`, numbers as text.
VALUES: Mapping[str, tuple[str, ...]] = {
    "WP-1.1": ("highrise",),
    "WP-1.2": ("yes",),
    "WP-1.5": ("120",),
    "WP-1.6": ("96",),
    "WP-1.7": ("640",),
    "WP-1.10": ("1.32", "1.25", "1.60", "1.45"),
    "WP-2.1": tuple(f"B-{n}" for n in (12, 23, 31, 44, 57, 68, 72, 85, 93, 108)),
    "WP-2.2": ("356", "342", "318", "371", "365", "238", "349", "333", "327", "360"),
    "WP-3.1": ("cooling",),
    "WP-3.2": ("25.4", "26.1", "26.8", "27.2"),
    "WP-3.3": ("26", "26", "27", "26"),
    "WP-3.4": ("52", "55", "58", "61"),
    "WP-3.5": ("820", "1120", "640", "560"),
    "WP-3.6": ("32",),
    "WP-3.7": ("53.6", "54.8", "48.2", "42.0"),
    "WP-3.8": ("41.5", "42.0", "38.4", "36.0"),
    "WP-3.17": ("照度计LX-1330 No.0417至2027-03-31；声级计No.2291至2027-01-15；CO2仪No.0088至2026-12-20",),
    "WP-4.1": ("3",),
    "WP-4.3": ("0.95", "0.92", "1.10"),
    "WP-4.6": ("1.62", "1.55", "1.48", "1.40"),
    "WP-4.7": ("24.5",),
    "WP-4.11": ("yes", "yes", "yes", "yes", "yes", "yes", "no", "yes", "yes", "yes"),
    "WP-4.13": ("62",),
    "WP-4.14": ("3.4", "3.6", "3.2", "10.8"),
    "WP-4.15": ("medium",),
    "WP-4.16": ("powder", "powder", "powder", "powder", "co2", "water"),
    "WP-4.18": ("green", "green", "green", "red", "no_gauge", "green"),
    "WP-4.19": (days(900), days(900), days(1500), days(1500), days(700), days(400)),
    "WP-4.22": (days(12), days(12), days(12), days(12), days(12), days(47)),
    "WP-4.25": ("12.5", "14.0", "9.0", "8.5"),
    "WP-4.30": (days(160),),
    "WP-5.7": ("92",),
    "WP-6.1": ("dual",),
    "WP-6.2": ("58", "62"),
    "WP-6.3": ("75", "68"),
    "WP-6.4": (days(96), days(95)),
    "WP-6.5": (days(700), days(2100)),
    "WP-6.7": ("22.6",),
    "WP-6.10": ("yes",),
    "WP-7.7": ("3",),
    "WP-7.8": (days(-120), days(-120)),
    "WP-7.9": ("14", "14"),
    "EM-1.4": (
        (
            "fire, power, telecom, acd, core, cyber, breach, public_health, natural, surge, mass_complaint, threat, "
            "shortage, media, supplier, site_loss"
        ),
    ),
    "EM-1.6": ("灭火和应急疏散预案", "通信与话务平台中断预案", "停电预案", "公共卫生事件预案", "话务激增预案"),
    "EM-1.7": (days(120), days(120), days(210), days(300), days(150)),
    "EM-1.12": ("yes",),
    "EM-1.13": (days(140),),
    "EM-2.2": ("2",),
    "EM-2.3": (days(70), days(160), days(230)),
    "EM-2.4": ("full_scale", "functional", "tabletop"),
    "EM-2.6": ("96", "93", "92"),
    "EM-2.7": ("168", "155", "150"),
    "EM-2.9": ("no",),
    "EM-3.2": (days(88),),
    "EM-3.3": ("no",),
    "EM-4.1": ("trunks", "acd", "ivr", "recording", "core"),
    "EM-4.2": ("30", "30", "30", "60", "120"),
    "EM-4.3": ("5", "5", "5", "15", "15"),
    "EM-4.4": ("18", "22", "45", "35", "80"),
    "EM-4.6": (days(100), days(140), days(140), days(200), days(180)),
    "EM-4.7": ("6",),
    "EM-5.1": ("standby",),
    "EM-5.2": ("60",),
    "EM-5.5": (days(150),),
    "EM-5.6": ("86",),
    "EM-6.3": ("14",),
    "EM-7.7": (days(-200), days(-12)),
    "EM-11.2": ("3",),
    "EM-11.5": ("100",),
    "ST-2.1": (days(260),),
    "ST-2.2": ("yes",),
    "ST-2.3": ("yes",),
    "ST-2.4": ("yes",),
    "PM-1.1": ("132",),
    "PM-1.2": ("11",),
    "PM-1.4": ("5",),
    "PM-1.6": ("21",),
    "PM-2.2": ("120",),
    "PM-2.4": ("100", "98", "97"),
    "PM-3.1": ("12", "8", "20", "16", "24", "10"),
    "OP-1.1": ("yes",),
    "OP-1.2": ("24",),
    "OP-1.3": ("93.2", "92.1", "88.6"),
    "OP-1.4": ("84", "82", "80.5"),
    "OP-1.5": ("14", "15", "18"),
    "OP-1.6": ("3.1", "3.4", "4.6"),
    "OP-1.7": ("2", "2", "2"),
    "OP-1.8": ("16", "21", "28"),
    "OP-2.1": tuple(f"REC-2608{n:04d}" for n in (117, 482, 903, 1204, 1871, 2250, 2764, 3019)),
    "OP-2.7": ("6",),
    "OP-2.8": ("2",),
    "OP-3.1": (days(60), days(54), days(48), days(40), days(33)),
    "OP-3.2": (days(50), days(46), days(29), days(31), days(24)),
    "OP-3.6": (days(40), days(88), days(120), days(60), days(150)),
    "SY-1.1": ("private_cloud",),
    "SY-1.6": ("99.97",),
    "SY-2.1": ("100",),
    "SY-2.2": ("5",),
    "SY-2.3": ("10",),
    "SY-2.4": ("6", "9", "12"),
    "SY-2.6": ("12",),
    "SY-2.8": (days(64),),
}

#: Numbers an item asks for beside its answer.
INPUTS: Mapping[str, Mapping[str, str]] = {
    "EM-5.3": {"minimum": "60"},
    "EM-11.4": {"closed": "19", "total": "20"},
    "EM-2.7": {"target": "180"},
    "EM-1.5": {"applicable": "16"},
    "EM-6.4": {"target": "10"},
    "PM-2.2": {"norm": "80"},
    "SY-2.2": {"norm": "3"},
}


@dataclass(frozen=True)
class Problem:
    """Something found: where, the answer given there, and everything the finding needs."""

    item: str
    sample: int
    grade: str
    answer: str
    fact: Text
    where: Text
    shots: tuple[Shot, ...] = ()
    record: Text = Text()
    """Evidence that is no photo: a record seen, with its page."""
    fixed: Text = Text()
    after: tuple[Shot, ...] = ()
    interim: Text = Text()
    person: Text = Text()
    require: Text = Text()
    owner: Text = Text()
    due_days: int = 45
    comment: Text = Text()
    objection: bool = False
    by: str = "leader"


S = scenes
FACILITY = Text("设施主管", "Facility lead")
FLOOR = Text("现场主管", "Floor manager")
IT_DUTY = Text("系统值班", "IT duty")

PROBLEMS: tuple[Problem, ...] = (
    Problem(
        "WP-4.8",
        0,
        "critical",
        "major",
        Text(
            "东楼梯间5层前室堆放纸箱11个，占用约1.1 m²，剩余净宽0.7 m。",
            "Eleven cartons stood in the fifth-floor lobby of the east stairs, taking about 1.1 m² and leaving 0.7 m clear.",
        ),
        Text("东楼梯间5层前室", "East stairs, lobby of floor 5"),
        (
            Shot("stairs-wide.jpg", S.blocked_exit, "办公用纸", 1600, 1200),
            Shot("stairs-close.jpg", S.blocked_exit, "11箱", 1200, 1600, 6),
        ),
        fixed=Text(
            "10:20起由设施主管带人清空，10:52复看前室无物品，门能自行关闭。",
            "Cleared from 10:20 under the facility lead; seen empty at 10:52, the door closes by itself.",
        ),
        after=(Shot("stairs-after.jpg", S.clear_exit, "安全出口", 1600, 1200),),
        interim=Text("清空前由保安驻守，禁止上锁。", "A guard stood there until it was clear; no locking."),
        person=Text("沈知堃（设施主管）", "Shen Zhikun (facility lead)"),
        require=Text(
            "建立楼梯间每日巡查记录，仓储改到B1库房。",
            "Keep a daily patrol record of the stairs; move storage to the B1 store.",
        ),
        owner=FACILITY,
        due_days=7,
        comment=Text(
            "认可。当日晨会已通报，巡查表9月18日启用。",
            "Accepted. Raised in the morning meeting; patrol sheet in use from 18 September.",
        ),
    ),
    Problem(
        "WP-4.18",
        4,
        "major",
        "red",
        Text(
            "B区灭火器压力表指针在红区，已失压。",
            "The pressure gauge of this extinguisher in area B points to red: it has lost pressure.",
        ),
        Text("B区东侧灭火器点", "Extinguisher point, east of area B"),
        (
            Shot("gauge-red.jpg", S.gauge, "!0.4 MPa", 1600, 1600),
            Shot("extinguisher-b.jpg", S.extinguisher, "F-04", 1080, 1920, 8),
        ),
        require=Text(
            "更换失压灭火器并全数复核压力。", "Replace the extinguisher and check the pressure of all others."
        ),
        owner=FACILITY,
        due_days=15,
        comment=Text("认可，已联系维保单位。", "Accepted; the maintenance firm has been called."),
    ),
    Problem(
        "WP-2.10",
        4,
        "major",
        "major",
        Text(
            "显示器边框贴有便签，写有客户姓名、手机号和保单号各一条。",
            "A sticky note on the monitor frame carried a customer's name, mobile number and policy number.",
        ),
        Text("A区第4排", "Area A, row 4"),
        (
            Shot("note-on-monitor.jpg", S.monitor, "王** 138****", 1920, 1440),
            Shot("row-4-wide.jpg", S.workplace, "A区", 3600, 1100),
        ),
        fixed=Text("当场取下并按涉密废纸销毁。", "Taken off and shredded on the spot."),
        require=Text(
            "全员重申桌面清洁要求，班组长每日两次抽查并留痕。",
            "Remind all staff of the clear-desk rule; team leaders check twice a day and record it.",
        ),
        owner=FLOOR,
        due_days=20,
    ),
    Problem(
        "WP-4.11",
        7,
        "major",
        "no",
        Text("按试验键不亮，电池无电压。", "It did not light when the test key was pressed; no battery voltage."),
        Text("北走道东端", "North corridor, east end"),
        (Shot("light-dead.jpg", S.emergency_light, "!L-07", 1600, 1200, 3),),
        require=Text("更换并提交全部应急灯试验记录。", "Replace it and hand in test records of all emergency lights."),
        owner=FACILITY,
        due_days=15,
    ),
    Problem(
        "EM-2.9",
        0,
        "major",
        "no",
        Text(
            "近12个月三次演练均在工作日白班，夜班与周末班未覆盖。",
            "All three drills of the last 12 months were on weekday day shifts; night and weekend shifts were not covered.",
        ),
        Text("演练档案", "Drill file"),
        (Shot("drill-file.jpg", S.paper_sheet, "演练签到表", 1240, 1754),),
        require=Text(
            "10月底前组织一次夜班疏散演练。", "Hold an evacuation drill on a night shift before the end of October."
        ),
        owner=FLOOR,
        due_days=30,
        comment=Text(
            "夜班人数少，单独演练影响接通，建议与物业联合安排。",
            "Few people work at night and a drill hurts the answer rate; we propose to hold it with the property manager.",
        ),
        objection=True,
        by="inspector",
    ),
    Problem(
        "WP-2.9",
        3,
        "minor",
        "minor",
        Text(
            "桌下两只插线板串接，一只落地。", "Two power strips daisy-chained under the desk, one lying on the floor."
        ),
        Text("A区第3排桌下", "Under the desk, area A, row 3"),
        (Shot("cables.jpg", S.cables, "桌下", 1600, 900),),
        require=Text("改用桌下固定插座，整区排查。", "Fit fixed sockets under the desks; check the whole area."),
        owner=FACILITY,
    ),
    Problem(
        "WP-2.2",
        6,
        "minor",
        "238",
        Text("桌面照度238 lx，低于300 lx。", "Illuminance on the desk is 238 lx, below 300 lx."),
        Text("A区靠柱工位", "Area A, seat by the pillar"),
        (Shot("lux-238.jpg", S.meter, "238 lx", 1200, 1600),),
        require=Text("增设灯具后复测。", "Add a light and measure again."),
        owner=FACILITY,
        by="inspector",
    ),
    Problem(
        "WP-3.5",
        2,
        "minor",
        "1120",
        Text(
            "忙时满员测得二氧化碳1120 ppm，高于1000 ppm。",
            "At full occupancy in the busy hour CO2 was 1,120 ppm, above 1,000 ppm.",
        ),
        Text("B区中部", "Middle of area B"),
        (Shot("co2-1120.jpg", S.meter, "1120 ppm", 1200, 1200),),
        require=Text("调大新风并复测。", "Raise the fresh-air rate and measure again."),
        owner=FACILITY,
        by="inspector",
    ),
    Problem(
        "WP-4.22",
        6,
        "minor",
        days(47),
        Text("点检卡最近一次为8月1日，已47天。", "The last check on the tag is 1 August, 47 days ago."),
        Text("茶水间灭火器点", "Extinguisher point by the pantry"),
        (Shot("tag.jpg", S.extinguisher, "8月1日", 900, 1600),),
        require=Text("每月点检并公示责任人。", "Check every month and post who is responsible."),
        owner=FACILITY,
    ),
    Problem(
        "EM-1.13",
        0,
        "minor",
        days(140),
        Text(
            "应急通讯录最近验证为140天前；抽拨3个号码，1个停机。",
            "The contact list was last verified 140 days ago; of 3 numbers dialled, 1 was out of service.",
        ),
        Text("应急值班台", "Emergency duty desk"),
        (Shot("contact-list.jpg", S.paper_sheet, "应急通讯录", 1600, 1200),),
        require=Text("每季度验证一次并记录。", "Verify once a quarter and record it."),
        owner=FLOOR,
        by="inspector",
    ),
    Problem(
        "EM-4.5",
        3,
        "major",
        "",
        Text(
            "IVR规定恢复时间30分钟，5月真实故障用时45分钟。",
            "The stated recovery time of the IVR is 30 minutes; the real outage in May took 45.",
        ),
        Text("系统故障单 2026-05-11", "Outage ticket of 2026-05-11"),
        (Shot("ticket.jpg", S.paper_sheet, "故障单", 1240, 1754),),
        require=Text("完善IVR切换脚本并复演。", "Improve the IVR switch-over script and exercise it again."),
        owner=IT_DUTY,
        by="inspector",
    ),
    Problem(
        "EM-8.4",
        0,
        "minor",
        "minor",
        Text(
            "恐吓来电处置卡未写明保持通话与留存录音的步骤。",
            "The threat-call card does not say to stay on the line and keep the recording.",
        ),
        Text("A区班长台", "Team leader's desk, area A"),
        (Shot("card.jpg", S.paper_sheet, "处置卡", 1200, 900),),
        require=Text("补充步骤并抽测。", "Add the steps and test staff on them."),
        owner=FLOOR,
        by="inspector",
    ),
    Problem(
        "EM-7.7",
        2,
        "minor",
        days(-12),
        Text("物资箱内医用口罩12天后到期。", "The medical masks in the kit expire in 12 days."),
        Text("应急物资间", "Supply room"),
        (Shot("supplies.jpg", S.first_aid, "S2", 1600, 1200),),
        require=Text("更换并建立效期台账。", "Replace them and keep an expiry list."),
        owner=FACILITY,
        by="inspector",
    ),
    Problem(
        "SY-3.2",
        7,
        "minor",
        "minor",
        Text("一个质检账号由两人共用。", "One QA account is shared by two people."),
        Text("账号清单", "Account list"),
        record=Text("账号清单2026-09-15，第3页第17行", "Account list of 2026-09-15, page 3, line 17"),
        require=Text("一人一号并复核全部账号。", "One account per person; review all accounts."),
        owner=IT_DUTY,
        by="inspector",
    ),
    Problem(
        "WP-6.5",
        2,
        "obs",
        days(2100),
        Text(
            "UPS-2蓄电池已使用约5.7年，建议列入更换计划。",
            "The batteries of UPS-2 are about 5.7 years old; plan to replace them.",
        ),
        Text("设备间", "Equipment room"),
        (Shot("ups-2.jpg", S.ups, "UPS-2", 1200, 1600),),
        owner=FACILITY,
        require=Text("列入2027年更换计划。", "Put into the 2027 replacement plan."),
        due_days=90,
    ),
    Problem(
        "OP-1.3",
        3,
        "obs",
        "88.6",
        Text(
            "8月人工接通率88.6%，低于90%目标，台风周为主因。",
            "The answer rate for August was 88.6 %, below the 90 % target, mostly in the typhoon week.",
        ),
        Text("话务报表", "Traffic report"),
        (Shot("wallboard.jpg", S.monitor, "88.6%", 1600, 900),),
        owner=FLOOR,
        require=Text("复盘激增排班。", "Review surge rostering."),
        due_days=90,
        by="inspector",
    ),
    Problem(
        "PM-3.4",
        0,
        "obs",
        "obs",
        Text("绩效表中时长类指标占55%，质量占30%。", "Time measures make up 55 % of the scorecard, quality 30 %."),
        Text("绩效制度", "Scorecard rules"),
        record=Text("《座席绩效办法》2026版，第4页", "Agent scorecard rules, 2026 edition, page 4"),
        owner=FLOOR,
        require=Text("下季度调整权重。", "Adjust the weights next quarter."),
        due_days=90,
        by="inspector",
    ),
    Problem(
        "EM-4.7",
        0,
        "good_practice",
        "6",
        Text(
            "应急语音6分钟内上线，话术分12种场景预录。",
            "The emergency announcement was on air within 6 minutes; twelve situations are pre-recorded.",
        ),
        Text("现场测试", "Tested on site"),
        (Shot("announcement.jpg", S.headset, "06:00", 1600, 1200),),
        by="inspector",
    ),
    Problem(
        "WP-7.4",
        0,
        "good_practice",
        "conform",
        Text(
            "减压室每天开放，预约记录完整，使用率高。",
            "The quiet room is open daily, well booked, with complete records.",
        ),
        Text("5层西侧", "Floor 5, west"),
        (Shot("quiet-room.jpg", S.rest_room, "减压室", 1920, 1080),),
    ),
)

#: Further photos of things in order: item, sample, picture.
SHOTS: tuple[tuple[str, int, Shot], ...] = (
    ("WP-1.9", 0, Shot("floor-wide.jpg", S.workplace, "A区座席", 4032, 1400)),
    ("WP-1.9", 0, Shot("floor-b.jpg", S.workplace, "B区座席", 1600, 1200)),
    ("WP-1.10", 1, Shot("aisle-a.jpg", S.tape, "1.32 m", 1600, 1200)),
    ("WP-1.10", 2, Shot("aisle-b.jpg", S.tape, "1.25 m", 1200, 1600, 6)),
    ("WP-1.11", 1, Shot("plan-a.jpg", S.evacuation_plan, "疏散示意图", 1600, 1200)),
    ("WP-1.11", 3, Shot("plan-n.jpg", S.evacuation_plan, "疏散示意图", 1200, 1600)),
    ("WP-2.2", 1, Shot("lux-356.jpg", S.meter, "356 lx", 1200, 1600)),
    ("WP-2.4", 2, Shot("chair.jpg", S.chair, "B-23", 1200, 1600)),
    ("WP-3.2", 1, Shot("temp.jpg", S.meter, "25.4 ℃", 1200, 1600)),
    ("WP-3.7", 1, Shot("noise.jpg", S.meter, "53.6 dB(A)", 1200, 1600, 8)),
    ("WP-4.2", 1, Shot("exit-1.jpg", S.clear_exit, "E1 安全出口", 1600, 1200)),
    ("WP-4.2", 2, Shot("exit-2.jpg", S.clear_exit, "E2 安全出口", 1200, 1600)),
    ("WP-4.2", 3, Shot("exit-3.jpg", S.clear_exit, "E3 安全出口", 1600, 1200)),
    ("WP-4.3", 1, Shot("exit-width.jpg", S.tape, "0.95 m", 1600, 1200)),
    ("WP-4.10", 1, Shot("sign.jpg", S.clear_exit, "疏散方向", 1600, 900)),
    ("WP-4.18", 1, Shot("gauge-1.jpg", S.gauge, "1.2 MPa", 1200, 1200)),
    ("WP-4.18", 2, Shot("gauge-2.jpg", S.gauge, "1.2 MPa", 1200, 1200)),
    ("WP-4.18", 3, Shot("gauge-3.jpg", S.gauge, "1.1 MPa", 1200, 1200)),
    ("WP-4.18", 5, Shot("co2-cylinder.jpg", S.extinguisher, "CO2", 900, 1600)),
    ("WP-4.18", 6, Shot("gauge-6.jpg", S.gauge, "1.2 MPa", 1200, 1200)),
    ("WP-4.19", 1, Shot("plate-1.jpg", S.extinguisher, "2024.04", 1200, 1600)),
    ("WP-4.19", 2, Shot("plate-2.jpg", S.extinguisher, "2024.04", 1200, 1600)),
    ("WP-4.19", 3, Shot("plate-3.jpg", S.extinguisher, "2022.08", 1200, 1600)),
    ("WP-4.19", 4, Shot("plate-4.jpg", S.extinguisher, "2022.08", 1200, 1600)),
    ("WP-4.19", 5, Shot("plate-5.jpg", S.extinguisher, "2024.10", 1200, 1600)),
    ("WP-4.19", 6, Shot("plate-6.jpg", S.extinguisher, "2025.08", 1200, 1600)),
    ("WP-4.27", 1, Shot("hydrant.jpg", S.hydrant, "消火栓", 1600, 1200)),
    ("WP-4.38", 1, Shot("panel.jpg", S.panel, "P1 照明", 1200, 1600)),
    ("WP-5.5", 1, Shot("camera.jpg", S.camera, "C01", 1600, 1200)),
    ("WP-5.1", 1, Shot("reader.jpg", S.door_reader, "D1", 1200, 1600, 6)),
    ("WP-6.2", 1, Shot("ups-1.jpg", S.ups, "负载 58 %", 1200, 1600)),
    ("WP-6.9", 0, Shot("rack.jpg", S.rack, "机柜 01–03", 1920, 1080)),
    ("WP-7.1", 0, Shot("rest.jpg", S.rest_room, "休息区", 1920, 1080)),
    ("WP-7.5", 1, Shot("kit.jpg", S.first_aid, "K1", 1600, 1200)),
    ("EM-2.5", 1, Shot("drill.jpg", S.drill, "集合点", 2400, 1200)),
    ("EM-2.11", 0, Shot("assembly.jpg", S.drill, "集合点", 1600, 1200)),
)

#: Items that could not be looked at (未查) and items that do not apply (不适用), with the reason.
NOT_CHECKED: Mapping[str, Text] = {
    "EM-9.4": Text(
        "查询监测平台在总部，检查期间未取得权限。",
        "The monitoring platform is at head office; access was not available during the inspection.",
    ),
    "SY-3.7": Text(
        "补丁台账由外地团队保管，另行调阅。", "The patch records are kept by a team elsewhere and will be read later."
    ),
}
NOT_APPLICABLE: Mapping[str, Text] = {
    "WP-1.12": Text(
        "现有员工无障碍需求已由一层替代工位满足，本层不设。",
        "Present needs are met by seats on the ground floor; none on this floor.",
    ),
}

#: Two inspectors answered the same place without seeing each other; the leader decided.
DISPUTE = (
    "WP-3.12",
    "minor",
    "conform",
    Text(
        "复看记录：滤芯更换记录在物业处，齐全。",
        "Records seen again: the filter log is kept by the property manager and is complete.",
    ),
)

NOTES: tuple[tuple[str, Text], ...] = (
    (
        "WP-4.7",
        Text(
            "最远点为B区西南角，图纸与激光测距一致。",
            "Farthest point is the south-west corner of area B; plan and laser agree.",
        ),
    ),
    ("EM-5.6", Text("数据取自2026年4月20日切换报告第6页。", "From page 6 of the switch-over report of 20 April 2026.")),
    (
        "OP-3.3",
        Text(
            "第3件19天，已书面告知延期原因；字段写作“<原因>&说明”。",
            "The third case took 19 days and the reason was given in writing; the field reads “<reason> & note”.",
        ),
    ),
    ("WP-3.15", Text("夜班抽查时间为9月17日22:40。", "The night shift was visited at 22:40 on 17 September.")),
)


@dataclass(frozen=True)
class Before:
    """A finding of the last visit."""

    number: str
    item: str
    grade: str
    fact: Text


@dataclass(frozen=True)
class LastVisit:
    number: str
    date: str
    grade: str
    score: str
    findings: tuple[Before, ...]


PREVIOUS = LastVisit(
    "JC-JC01-202603-01",
    "2026-03-12",
    "C",
    "84.6",
    (
        Before("F02", "WP-2.9", "minor", Text("桌下插线板串接2处。", "Two daisy-chained power strips.")),
        Before(
            "F05",
            "EM-2.1",
            "minor",
            Text("疏散预案座席数未更新。", "The evacuation plan did not show today's number of seats."),
        ),
        Before("F07", "WP-5.2", "minor", Text("访客登记缺离开时间。", "Visitors' leaving times were not recorded.")),
    ),
)

CONSENT = Text(
    "双方同意以电子方式记录并签署本次检查，认可哈希清单与签名校验方式。",
    "Both sides agree to electronic records and signatures for this inspection, with the hash list and the way signatures are checked.",
)
