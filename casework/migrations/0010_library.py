import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0002_event_triggers'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(max_length=40, unique=True, verbose_name='检索词')),
                ('times', models.PositiveIntegerField(default=0, verbose_name='次数')),
                ('empty_times', models.PositiveIntegerField(default=0, verbose_name='无结果次数')),
                ('opened_times', models.PositiveIntegerField(default=0, verbose_name='打开结果次数')),
                ('last_at', models.DateTimeField(verbose_name='最近一次')),
            ],
            options={
                'verbose_name': '检索日志',
                'verbose_name_plural': '检索日志',
                'ordering': ['-last_at'],
            },
        ),
        migrations.CreateModel(
            name='SearchNode',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('database', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('stamp', models.CharField(blank=True, max_length=40)),
                ('words_version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': '检索节点',
                'verbose_name_plural': '检索节点',
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=60, unique=True, verbose_name='词语')),
                ('pinyin', models.CharField(max_length=400, verbose_name='拼音')),
                ('initials', models.CharField(max_length=60, verbose_name='首字母')),
                ('weight', models.FloatField(default=1.0, verbose_name='权重')),
                ('source', models.CharField(max_length=10, verbose_name='来源')),
            ],
            options={
                'verbose_name': '词语',
                'verbose_name_plural': '词语',
                'ordering': ['-weight', 'term'],
            },
        ),
        migrations.CreateModel(
            name='LibraryDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('precedent', '典型案例'), ('policy', '政策文件'), ('standard_text', '标准文本'), ('request', '过往申请'), ('reference', '参考资料')], max_length=15, verbose_name='类别')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('number', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                ('issuing_organ', models.CharField(blank=True, max_length=120, verbose_name='制发机关')),
                ('region', models.CharField(blank=True, max_length=40, verbose_name='地区')),
                ('force', models.CharField(choices=[('in_force', '现行有效'), ('repealed', '已废止'), ('old_form', '旧规定下的文本'), ('reference', '供参考')], default='in_force', max_length=10, verbose_name='效力')),
                ('force_note', models.CharField(blank=True, max_length=200, verbose_name='效力说明')),
                ('in_force_on', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('repealed_on', models.DateField(blank=True, null=True, verbose_name='废止日期')),
                ('weight', models.FloatField(default=1.0, help_text='高于 1 的排在前面，低于 1 的靠后', verbose_name='排序权重')),
                ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='版次')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('review', '待复核'), ('published', '已发布'), ('retired', '已下架')], default='draft', max_length=10, verbose_name='状态')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='来源')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='编辑时间')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='复核时间')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编辑')),
                ('from_case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case', verbose_name='所依据的办件')),
                ('organ', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='限本机关查阅')),
                ('supersedes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='casework.librarydocument', verbose_name='替代的版本')),
            ],
            options={
                'verbose_name': '案例库文献',
                'verbose_name_plural': '案例库文献',
                'ordering': ['kind', 'title', '-edition'],
            },
        ),
        migrations.CreateModel(
            name='LibraryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=120, unique=True, verbose_name='导入编号')),
                ('source_kind', models.CharField(blank=True, max_length=40, verbose_name='导入类别')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='次序')),
                ('article', models.PositiveIntegerField(blank=True, null=True, verbose_name='条')),
                ('chapter', models.CharField(blank=True, max_length=100, verbose_name='章节')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('text', models.TextField(verbose_name='正文')),
                ('keywords', models.JSONField(blank=True, default=list, verbose_name='关键词')),
                ('articles', models.JSONField(blank=True, default=list, verbose_name='引用条款')),
                ('outcomes', models.JSONField(blank=True, default=list, verbose_name='答复结果')),
                ('topic', models.CharField(blank=True, max_length=30, verbose_name='主题')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='年份')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='裁决机关')),
                ('fate', models.CharField(blank=True, choices=[('upheld', '维持'), ('corrected', '纠正'), ('other', '其他')], max_length=10, verbose_name='复议、诉讼结果')),
                ('fate_note', models.CharField(blank=True, max_length=200, verbose_name='结果说明')),
                ('warning', models.CharField(blank=True, max_length=300, verbose_name='使用提示')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='casework.librarydocument', verbose_name='文献')),
            ],
            options={
                'verbose_name': '案例库条目',
                'verbose_name_plural': '案例库条目',
                'ordering': ['document', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EntryUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('cited', '引用'), ('inserted', '插入'), ('opened', '打开')], max_length=10, verbose_name='动作')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.case', verbose_name='办件')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='casework.libraryentry', verbose_name='条目')),
            ],
            options={
                'verbose_name': '条目使用记录',
                'verbose_name_plural': '条目使用记录',
            },
        ),
        migrations.CreateModel(
            name='AskedWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=400, verbose_name='问法')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('source', models.CharField(choices=[('editor', '编辑'), ('case', '过往办件')], max_length=10, verbose_name='来源')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='casework.libraryentry', verbose_name='条目')),
            ],
            options={
                'verbose_name': '问法',
                'verbose_name_plural': '问法',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='名称')),
                ('query', models.CharField(max_length=1000, verbose_name='检索条件')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL, verbose_name='工作人员')),
            ],
            options={
                'verbose_name': '常用检索',
                'verbose_name_plural': '常用检索',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SearchAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lay', models.CharField(max_length=60, verbose_name='通俗说法')),
                ('official', models.CharField(max_length=120, verbose_name='规范用语')),
                ('weight', models.FloatField(default=0.8, verbose_name='权重')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编辑')),
            ],
            options={
                'verbose_name': '同义词',
                'verbose_name_plural': '同义词',
                'ordering': ['lay', 'official'],
            },
        ),
        migrations.CreateModel(
            name='SearchOutbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('entry', '条目'), ('case', '办件')], max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('created', models.DateTimeField()),
            ],
            options={
                'verbose_name': '待更新索引',
                'verbose_name_plural': '待更新索引',
                'indexes': [models.Index(fields=['node', 'id'], name='casework_se_node_87b013_idx')],
            },
        ),
        migrations.AddIndex(
            model_name='librarydocument',
            index=models.Index(fields=['state', 'kind'], name='casework_li_state_e88bf2_idx'),
        ),
        migrations.AddConstraint(
            model_name='librarydocument',
            constraint=models.UniqueConstraint(fields=('kind', 'title', 'edition'), name='library_document_once', violation_error_message='已有同类别、同标题、同版次的文献'),
        ),
        migrations.AddIndex(
            model_name='libraryentry',
            index=models.Index(fields=['document', 'article'], name='casework_li_documen_645cc3_idx'),
        ),
        migrations.AddConstraint(
            model_name='entryuse',
            constraint=models.UniqueConstraint(fields=('entry', 'case', 'act'), name='use_once'),
        ),
        migrations.AddConstraint(
            model_name='askedwording',
            constraint=models.UniqueConstraint(fields=('entry', 'digest'), name='asked_once'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('staff', 'name'), name='search_name_once', violation_error_message='您已有同名的常用检索'),
        ),
        migrations.AddConstraint(
            model_name='searchalias',
            constraint=models.UniqueConstraint(fields=('lay', 'official'), name='alias_once', violation_error_message='已有相同的同义词'),
        ),
    ]
