#!/usr/bin/env python3
"""Registers of applications made in six manners, and what they must give, counted by a program that is not ours.

    ledger.py make FOLDER       writes the registers, for each NAME.map.json where something has to be asked, NAME.json with the figures
    ledger.py count FILE MAP    counts one register by itself, for figures beside a file of tests/data/ledger
    ledger.py same OUT FIGURES  whether the report OUT has those figures

Needs openpyxl and xlwt from PyPI. The registers are read back from disk cell by cell before they are counted: what counts is what
the file says, not what was meant. Only this dictionary of wordings is ours, and it is written anew here.
"""
import csv, datetime, json, random, re, sys
from pathlib import Path

YEAR = 2024
COLUMNS = ["natural", "business", "research", "welfare", "legal", "other"]
APPLICANTS = {
    "自然人": "natural", "公民": "natural", "公民个人": "natural", "个人": "natural",
    "商业企业": "business", "企业": "business", "有限公司": "business",
    "科研机构": "research", "社会公益组织": "welfare", "法律服务机构": "legal", "律师事务所": "legal", "其他": "other", "村委会": "other",
}
RESULTS = {
    "予以公开": "granted", "（一）予以公开": "granted", "同意公开": "granted", "已主动公开，告知获取方式": "granted",
    "部分公开": "partial", "区分处理": "partial", "不予公开-国家秘密": "refused_secret", "商业秘密": "refused_third_party",
    "个人隐私": "refused_third_party", "过程性信息": "refused_process", "内部事务信息": "refused_internal",
    "属于行政执法案卷": "refused_enforcement", "行政查询事项": "refused_inquiry", "信息不存在": "unavailable_not_held",
    "非本机关职责": "unavailable_not_held", "本机关不掌握相关政府信息": "unavailable_not_held", "需另行制作": "unavailable_to_create",
    "补正后仍不明确": "unavailable_unclear", "信访举报投诉类申请": "declined_petition", "不予处理（重复申请）": "declined_repeat", "重复": "declined_repeat",
    "公开出版物": "declined_publication", "大量反复申请": "declined_excessive", "要求重新出具": "declined_reconfirm",
    "逾期未补正": "other_no_correction", "逾期未缴费": "other_unpaid", "其他": "other_rest", "申请人撤回": "other_rest",
}
ROWS = ["new", "carried_in", "granted", "partial", "refused_secret", "refused_law", "refused_safety", "refused_third_party", "refused_internal",
        "refused_process", "refused_enforcement", "refused_inquiry", "unavailable_not_held", "unavailable_to_create", "unavailable_unclear",
        "declined_petition", "declined_repeat", "declined_publication", "declined_excessive", "declined_reconfirm",
        "other_no_correction", "other_unpaid", "other_rest", "carried_out"]
OUTCOMES = {"维持": "upheld", "撤销": "corrected", "终止": "other", "审理中": "pending", "确认违法": "corrected"}


def day(value, year=None):
    """A date of a cell; None where blank."""
    if value in (None, ""):
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, (int, float)) or re.fullmatch(r"[34]\d{4}", value):
        return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))
    numbers = [int(number) for number in re.findall(r"\d+", value)]
    if re.fullmatch(r"\d{8}", value):
        return datetime.datetime.strptime(value, "%Y%m%d").date()
    if len(numbers) == 2:
        numbers.insert(0, year)
    return datetime.date(*numbers[:3])


def tally(rows, applicants, results):
    """The figures of rows (received, applicant, result, answered, review, lawsuit) as a form has them."""
    figures = {f"t3.{row}.{column}": 0 for row in ROWS for column in COLUMNS}
    disputes = any(row[4] is not None or row[5] is not None for row in rows)
    if disputes:
        figures.update({f"t4.{row}.{column}": 0 for row in ("review", "direct", "after_review") for column in ("upheld", "corrected", "other", "pending")})
    for received, applicant, result, answered, review, lawsuit in rows:
        if received is None or received.year > YEAR or (answered and answered.year < YEAR):
            continue
        column = applicants[applicant]
        figures[f"t3.{'new' if received.year == YEAR else 'carried_in'}.{column}"] += 1
        row = results[result] if answered and answered.year == YEAR else "carried_out"
        figures[f"t3.{row}.{column}"] += 1
        if review:
            figures[f"t4.review.{OUTCOMES[review]}"] += 1
        if lawsuit:
            figures[f"t4.{'after_review' if review else 'direct'}.{OUTCOMES[lawsuit]}"] += 1
    return figures


def count(path, extra):
    """Reads a register back and counts it."""
    applicants = {**APPLICANTS, **extra.get("applicants", {})}
    results = {**RESULTS, **extra.get("results", {})}
    rows, kind = [], Path(path).stem
    for sheet, lines in grids(path):
        where, data = heads(lines)
        year = re.search(r"20\d\d", sheet + Path(path).stem)
        for line in data:
            cell = lambda name: line[where[name]] if name in where and where[name] < len(line) else None
            if cell("received") in (None, "") and cell("applicant") in (None, ""):
                continue
            # A foot such as 合计.
            if str(line[0]).startswith(("合计", "填表")):
                continue
            dates = [day(cell(name), int(year.group()) if year else None) for name in ("received", "answered")]
            text = lambda name: None if name not in where else (str(cell(name) or "").strip() if str(cell(name) or "").strip() not in ("否", "无", "/") else "")
            rows.append((dates[0], str(cell("applicant")).strip(), str(cell("result") or "").strip(), dates[1], text("review"), text("lawsuit")))
    return tally(rows, applicants, results)


NAMES = {"收到日期": "received", "收到申请时间": "received", "登记日期": "received", "申请人类型": "applicant", "类型": "applicant", "申请人类别": "applicant", "办理结果": "result",
         "答复类型": "result", "答复日期": "answered", "日期": "answered", "办结时间": "answered", "复议结果": "review", "诉讼结果": "lawsuit"}


def heads(lines):
    """Where the columns stand: the last line in which three of the heads are found."""
    found = None
    for number, line in enumerate(lines[:12]):
        names = {NAMES[str(value).strip()]: at for at, value in enumerate(line) if value is not None and str(value).strip() in NAMES}
        if len(names) >= 2:
            found = ({**(found[0] if found else {}), **names}, number)
    return found[0], lines[found[1] + 1:]


def grids(path):
    path = Path(path)
    if path.suffix == ".csv":
        text = path.read_bytes().decode("gb18030")
        return [(path.stem, [[value or None for value in line] for line in csv.reader(text.splitlines())])]
    if path.suffix == ".xls":
        import xlrd
        book = xlrd.open_workbook(path)
        value = lambda cell: xlrd.xldate_as_datetime(cell.value, 0) if cell.ctype == 3 else cell.value
        return [(sheet.name, [[value(cell) for cell in sheet.row(row)] for row in range(sheet.nrows)]) for sheet in book.sheets()]
    import openpyxl
    book = openpyxl.load_workbook(path)
    return [(sheet.title, [[cell.value for cell in line] for line in sheet.iter_rows()]) for sheet in book]


class Maker:
    """Applications by chance, always the same."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, applicants, results, since=datetime.date(2023, 11, 1), until=datetime.date(2024, 12, 31)):
        received = since + datetime.timedelta(days=self.random.randrange((until - since).days + 1))
        answered = received + datetime.timedelta(days=self.random.randrange(1, 45))
        open_still = answered.year > YEAR and self.random.random() < 0.5
        return received, self.random.choice(applicants), None if open_still else self.random.choice(results), None if open_still else answered


def township(path):
    """Five rows, two of them not answered."""
    import openpyxl
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append(["西坡镇2024年依申请公开台账"])
    sheet.merge_cells("A1:F1")
    sheet.append(["序号", "收到日期", "申请人", "申请人类型", "办理结果", "答复日期"])
    day = datetime.datetime
    sheet.append([1, day(2024, 2, 5), "张某", "自然人", "予以公开", day(2024, 2, 20)])
    sheet.append([2, day(2024, 5, 13), "李某", "公民", "信息不存在", day(2024, 5, 30)])
    sheet.append([3, day(2024, 9, 2), "某公司", "企业", "部分公开", day(2024, 9, 24)])
    sheet.append([4, day(2024, 12, 17), "王某", "自然人", None, None])
    sheet.append([5, day(2024, 12, 27), "赵某", "自然人", None, None])
    book.save(path)


def bureau(path):
    """800 rows on three sheets, merged heads in two lines, wordings of many hands, two of which have to be asked."""
    import openpyxl
    book = openpyxl.Workbook()
    book.remove(book.active)
    maker = Maker(800)
    applicants = ["自然人", "公民", "公民个人", "商业企业", "企业", "科研机构", "社会公益组织", "律师事务所", "其他", "事业单位"]
    results = [result for result in RESULTS] + ["内容不明确"]
    everyone = sorted((maker.one(applicants, results) for _ in range(800)), key=lambda row: row[0])
    for name, rows in (("一季度", everyone[:300]), ("二季度", everyone[300:550]), ("三四季度", everyone[550:])):
        sheet = book.create_sheet(name)
        sheet.append(["某市自然资源和规划局政府信息公开申请办理情况登记表"])
        sheet.append([f"（{name}）"])
        sheet.append(["序号", "收到申请时间", "申请人信息", None, None, "申请内容", "答复情况", None, None, "复议结果", "诉讼结果"])
        sheet.append([None, None, "姓名", "类型", "联系电话", None, "答复类型", "日期", "是否延期", None, None])
        for merged in ("A1:K1", "A2:K2", "A3:A4", "B3:B4", "C3:E3", "F3:F4", "G3:I3", "J3:J4", "K3:K4"):
            sheet.merge_cells(merged)
        for number, (received, applicant, result, answered) in enumerate(rows, 1):
            review = maker.random.choice(["否"] * 20 + list(OUTCOMES)) if answered else "否"
            lawsuit = maker.random.choice([None] * 30 + list(OUTCOMES)) if answered else None
            sheet.append([number, received, f"申请人{number}", applicant, "13800000000", "关于某事的信息", result, answered, maker.random.choice(["否", "否", "是"]), review, lawsuit])
        sheet.append(["合计", None, None, f"{len(rows)}件"])
    book.save(path)
    return {"applicants": {"事业单位": "other"}, "results": {"内容不明确": "unavailable_unclear"}}


def text_dates(path):
    """Dates as people type them."""
    import openpyxl
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2024年"
    sheet.append([None, "登记日期", "申请人类别", "办理结果", "办结时间"])
    maker = Maker(20)
    manners = [lambda d: f"{d.year}.{d.month}.{d.day}", lambda d: f"{d.year}年{d.month}月{d.day}日", lambda d: f"{d:%Y-%m-%d}", lambda d: f"{d:%Y%m%d}",
               lambda d: f"{d.year}/{d.month}/{d.day} 10:30", lambda d: (d - datetime.date(1899, 12, 30)).days, lambda d: str((d - datetime.date(1899, 12, 30)).days)]
    for number in range(60):
        received, applicant, result, answered = maker.one(list(APPLICANTS), list(RESULTS), datetime.date(2024, 1, 1))
        # Without its year only where that is the sheet's.
        more = [lambda d: f"{d.month}月{d.day}日"] if received.year == YEAR and answered and answered.year == YEAR else []
        say = lambda d: maker.random.choice(manners + more)(d) if d else None
        sheet.append([number + 1, say(received), applicant, result, say(answered)])
    book.save(path)


def gb18030(path):
    """Lines of values in the encoding of old spreadsheets."""
    maker = Maker(30)
    lines = [["某县水利局2024年度申请登记"], [], ["编号", "收到日期", "申请人类型", "申请内容", "办理结果", "答复日期"]]
    for number in range(120):
        received, applicant, result, answered = maker.one(list(APPLICANTS), list(RESULTS))
        lines.append([f"SL-2024-{number:04}", f"{received:%Y/%m/%d}", applicant, "申请公开“某水库”的\n批复, 及附件", result or "", f"{answered:%Y/%m/%d}" if answered else ""])
    with open(path, "w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows(lines)


def two_years(path):
    """An old spreadsheet that goes on from year to year."""
    import xlwt
    book = xlwt.Workbook()
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    maker = Maker(2)
    for name in ("2023", "2024"):
        sheet = book.add_sheet(name)
        for column, head in enumerate(["序号", "收到日期", "申请人类型", "办理结果", "答复日期"]):
            sheet.write(2, column + 1, head)
        year = int(name)
        for number in range(150):
            received, applicant, result, answered = maker.one(list(APPLICANTS), list(RESULTS), datetime.date(year, 1, 1), datetime.date(year, 12, 31))
            sheet.write(3 + number, 1, number + 1)
            sheet.write(3 + number, 2, received, style)
            sheet.write(3 + number, 3, applicant)
            if answered:
                sheet.write(3 + number, 4, result)
                sheet.write(3 + number, 5, answered, style)
    book.save(path)


def broken(path):
    """A file of which the end is missing."""
    whole = Path(path).with_name("township.xlsx").read_bytes()
    Path(path).write_bytes(whole[: len(whole) // 2])


MANNERS = {"township.xlsx": township, "bureau.xlsx": bureau, "text-dates.xlsx": text_dates, "gb18030.csv": gb18030, "two-years.xls": two_years}


def make(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, maker in MANNERS.items():
        extra = maker(folder / name) or {}
        if extra:
            (folder / name).with_suffix(".map.json").write_text(json.dumps({"format": "nianbao-ledger/1", **extra}, ensure_ascii=False), encoding="utf-8")
        write_figures(folder / name, extra)
    broken(folder / "broken.xlsx")


def write_figures(path, extra):
    figures = count(path, extra)
    path.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def same(out, figures):
    cells = json.load(open(out, encoding="utf-8"))["cells"]
    wrong = {key: (cells.get(key), value) for key, value in json.load(open(figures, encoding="utf-8")).items() if cells.get(key) != value}
    for key, (ours, theirs) in wrong.items():
        print(f"{key}: the program counted {ours}, this script {theirs}")
    return not wrong


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", folder]:
            make(folder)
        case ["count", path]:
            print(json.dumps(count(path, {})))
        case ["same", out, figures]:
            sys.exit(not same(out, figures))
        case _:
            sys.exit(__doc__)
