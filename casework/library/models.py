"""Nouns of the case library: documents, their entries, how people ask, words, and the outbox of the index."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from casework.models.staff import Staff


class Kind(models.TextChoices):
    PRECEDENT = "precedent", "典型案例"
    POLICY = "policy", "政策文件"
    STANDARD_TEXT = "standard_text", "标准文本"
    REQUEST = "request", "过往申请"
    REFERENCE = "reference", "参考资料"


class Fate(models.TextChoices):
    """What became of the decision in reconsideration or in court."""

    UPHELD = "upheld", "维持"
    CORRECTED = "corrected", "纠正"
    OTHER = "other", "其他"


class Force(models.TextChoices):
    IN_FORCE = "in_force", "现行有效"
    PENDING = "pending", "尚未施行"
    REPEALED = "repealed", "已废止"
    OLD_FORM = "old_form", "旧规定下的文本"
    REFERENCE = "reference", "供参考"


class Slot(models.TextChoices):
    """Where in the draft of a reply a standard text belongs, as the drafting page calls its fields."""

    GROUND = "ground", "认定的事实和理由"
    SEPARATION_REASON = "separation_reason", "不能区分处理的理由"
    SEPARATION_NOTE = "separation_note", "区分处理说明"
    PUBLIC_INTEREST = "public_interest", "公共利益衡量"
    INTEREST = "interest", "涉及的权益"
    CHANNELS = "channels", "反映渠道"
    SOURCES = "sources", "获取途径"


class LibraryDocument(models.Model):
    """One law, notice, standard text or precedent in one version; ``supersedes`` names the version before it.

    ``state`` is the editor's desk: only published documents are indexed and shown to readers. ``organ`` limits a
    document to the organ it belongs to; empty means that everyone signed in may read it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        REVIEW = "review", "待复核"
        PUBLISHED = "published", "已发布"
        RETIRED = "retired", "已下架"

    kind = models.CharField("类别", max_length=15, choices=Kind.choices)
    title = models.CharField("标题", max_length=300)
    number = models.CharField("文号", max_length=80, blank=True)
    issuing_organ = models.CharField("制发机关", max_length=120, blank=True)
    region = models.CharField("地区", max_length=40, blank=True)
    organ = models.ForeignKey(
        "casework.Organ", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="限本机关查阅"
    )
    force = models.CharField("效力", max_length=10, choices=Force.choices, default=Force.IN_FORCE)
    force_note = models.CharField("效力说明", max_length=200, blank=True)
    in_force_on = models.DateField("施行日期", null=True, blank=True)
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    weight = models.FloatField("排序权重", default=1.0, help_text="高于 1 的排在前面，低于 1 的靠后")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="替代的版本"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    source = models.CharField("来源", max_length=300, blank=True)
    from_case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所依据的办件"
    )
    edited_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="编辑"
    )
    edited_at = models.DateTimeField("编辑时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    checked_at = models.DateTimeField("复核时间", null=True, blank=True)

    class Meta:
        ordering = ["kind", "title", "-edition"]
        verbose_name = verbose_name_plural = "案例库文献"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "title", "edition"],
                name="library_document_once",
                violation_error_message="已有同类别、同标题、同版次的文献",
            )
        ]
        indexes = [models.Index(fields=["state", "kind"])]

    def __str__(self) -> str:
        return self.title

    @property
    def do_not_follow(self) -> str:
        """Why nobody should rely on it, as the mark reads; '' where nothing speaks against it."""
        if self.force == Force.REPEALED:
            return "已废止，不得引用"
        if self.force == Force.PENDING:
            return "尚未施行，不得引用"
        if self.force == Force.OLD_FORM:
            return "旧规定下的文本，不得使用"
        return ""


class EntryQuerySet(models.QuerySet["LibraryEntry"]):
    def published(self) -> EntryQuerySet:
        return self.filter(document__state=LibraryDocument.State.PUBLISHED)

    def visible_to(self, actor: Staff) -> EntryQuerySet:
        """What this person may read: the published, without what is kept to organs they hold no post in."""
        organs = {post.organ_id for post in actor.posts} if actor.is_active else set()
        return self.published().filter(Q(document__organ=None) | Q(document__organ__in=organs))


class LibraryEntry(models.Model):
    """What a search finds: one article of a law, one precedent, one standard text.

    ``external_id`` is the id it was imported with; ``source_kind`` the kind as the import called it. ``version``
    grows with every change and is compared with the index. ``articles`` are canonical references
    ("政府信息公开条例#36.5"); ``asked`` lies in ``AskedWording``.
    """

    document = models.ForeignKey(LibraryDocument, on_delete=models.CASCADE, related_name="entries", verbose_name="文献")
    external_id = models.CharField("导入编号", max_length=120, unique=True)
    source_kind = models.CharField("导入类别", max_length=40, blank=True)
    position = models.PositiveIntegerField("次序", default=0)
    article = models.PositiveIntegerField("条", null=True, blank=True)
    chapter = models.CharField("章节", max_length=100, blank=True)
    title = models.CharField("标题", max_length=300)
    text = models.TextField("正文")
    keywords = models.JSONField("关键词", default=list, blank=True)
    articles = models.JSONField("引用条款", default=list, blank=True)
    outcomes = models.JSONField("答复结果", default=list, blank=True)
    slot = models.CharField("在文书中的位置", max_length=20, choices=Slot.choices, blank=True)
    topic = models.CharField("主题", max_length=30, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    decided_by = models.CharField("裁决机关", max_length=120, blank=True)
    fate = models.CharField("复议、诉讼结果", max_length=10, choices=Fate.choices, blank=True)
    fate_note = models.CharField("结果说明", max_length=200, blank=True)
    warning = models.CharField("使用提示", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["document", "position", "id"]
        verbose_name = verbose_name_plural = "案例库条目"
        indexes = [models.Index(fields=["document", "article"])]

    def __str__(self) -> str:
        return self.title

    @property
    def do_not_follow(self) -> str:
        """The mark of an entry nobody should rely on; '' where there is none."""
        if self.fate == Fate.CORRECTED and self.document.from_case_id:
            return "复议、诉讼中被纠正，不宜参照"
        if self.fate == Fate.CORRECTED:
            return "所涉答复被纠正，不宜参照其做法"
        return self.document.do_not_follow


class EntryRevision(models.Model):
    """One change of a published entry: what it read before and what it shall read, until and after a second reader.

    The published text stays where it is until the change is published; the rows that remain are its history.
    """

    class State(models.TextChoices):
        REVIEW = "review", "待复核"
        PUBLISHED = "published", "已发布"
        RETURNED = "returned", "已退回"

    entry = models.ForeignKey(LibraryEntry, on_delete=models.CASCADE, related_name="revisions", verbose_name="条目")
    before = models.JSONField("原内容")
    after = models.JSONField("新内容")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.REVIEW)
    edited_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="编辑")
    edited_at = models.DateTimeField("编辑时间")
    checked_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    checked_at = models.DateTimeField("复核时间", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "条目修订"
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state="review"),
                name="one_open_revision",
                violation_error_message="该条目已有待复核的修订",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"


class AskedWording(models.Model):
    """How people have asked for what this entry answers: masked wording of past requests, or the editor's own."""

    class Source(models.TextChoices):
        EDITOR = "editor", "编辑"
        CASE = "case", "过往办件"

    entry = models.ForeignKey(LibraryEntry, on_delete=models.CASCADE, related_name="asked", verbose_name="条目")
    text = models.CharField("问法", max_length=400)
    digest = models.CharField(max_length=64, editable=False)
    source = models.CharField("来源", max_length=10, choices=Source.choices)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "问法"
        constraints = [models.UniqueConstraint(fields=["entry", "digest"], name="asked_once")]

    def __str__(self) -> str:
        return self.text


class SearchAlias(models.Model):
    """通俗说法 → 规范用语; ``official`` may name articles ("条例第三十三条")."""

    lay = models.CharField("通俗说法", max_length=60)
    official = models.CharField("规范用语", max_length=120)
    weight = models.FloatField("权重", default=0.8)
    author = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="编辑"
    )
    active = models.BooleanField("启用", default=True)

    class Meta:
        ordering = ["lay", "official"]
        verbose_name = verbose_name_plural = "同义词"
        constraints = [
            models.UniqueConstraint(
                fields=["lay", "official"], name="alias_once", violation_error_message="已有相同的同义词"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lay} → {self.official}"


class SearchTerm(models.Model):
    """A word or phrase the library knows, with its sound; the source of suggestions, pinyin and correction."""

    term = models.CharField("词语", max_length=60, unique=True)
    pinyin = models.CharField("拼音", max_length=400)
    initials = models.CharField("首字母", max_length=60)
    weight = models.FloatField("权重", default=1.0)
    source = models.CharField("来源", max_length=10)

    class Meta:
        ordering = ["-weight", "term"]
        verbose_name = verbose_name_plural = "词语"

    def __str__(self) -> str:
        return self.term


class SearchNode(models.Model):
    """A web node with an index of its own. ``stamp`` must equal the one beside the index, else it is made anew.

    ``words_version`` grows when aliases or terms change, so that processes read them again.
    """

    name = models.CharField(max_length=60, primary_key=True)
    database = models.UUIDField(default=uuid.uuid4, editable=False)
    stamp = models.CharField(max_length=40, blank=True)
    words_version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "检索节点"

    def __str__(self) -> str:
        return self.name


class SearchOutbox(models.Model):
    """Something changed and the index of one node does not know it yet."""

    class Of(models.TextChoices):
        ENTRY = "entry", "条目"
        CASE = "case", "办件"

    node = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Of.choices)
    object_id = models.BigIntegerField()
    created = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "待更新索引"
        indexes = [models.Index(fields=["node", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchLog(models.Model):
    """What was looked for, without who looked: for the editor's list of searches that found nothing.

    Queries that hold digits runs of six or more, or are long, are not kept (they may name a person).
    """

    query = models.CharField("检索词", max_length=40, unique=True)
    times = models.PositiveIntegerField("次数", default=0)
    empty_times = models.PositiveIntegerField("无结果次数", default=0)
    opened_times = models.PositiveIntegerField("打开结果次数", default=0)
    last_at = models.DateTimeField("最近一次")

    class Meta:
        ordering = ["-last_at"]
        verbose_name = verbose_name_plural = "检索日志"

    def __str__(self) -> str:
        return self.query


class SavedSearch(models.Model):
    """常用检索: a person's own name for a search with its filters."""

    staff = models.ForeignKey(
        "casework.Staff", on_delete=models.CASCADE, related_name="saved_searches", verbose_name="工作人员"
    )
    name = models.CharField("名称", max_length=30)
    query = models.CharField("检索条件", max_length=1000)

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "常用检索"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "name"], name="search_name_once", violation_error_message="您已有同名的常用检索"
            )
        ]

    def __str__(self) -> str:
        return self.name


class EntryUse(models.Model):
    """A handler cited, inserted or opened an entry while drafting; it ranks better next time."""

    class Act(models.TextChoices):
        CITED = "cited", "引用"
        INSERTED = "inserted", "插入"
        OPENED = "opened", "打开"

    entry = models.ForeignKey(LibraryEntry, on_delete=models.CASCADE, related_name="uses", verbose_name="条目")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="+", verbose_name="办件")
    act = models.CharField("动作", max_length=10, choices=Act.choices)
    staff = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "条目使用记录"
        constraints = [models.UniqueConstraint(fields=["entry", "case", "act"], name="use_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act} {self.entry_id}"
