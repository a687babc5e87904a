#include "ui/activity/audit_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/activity/row_view.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {

constexpr int ExportPage = 1000;
constexpr int DetailLines = 6;

/// What `Navigator` calls an object of the audit; empty: nothing shows it.
QString kindToOpen(const api::AuditRow &row)
{
    if (row.object.startsWith(QLatin1String("msg_"))) // agents act on messages as on events
        return QStringLiteral("message");
    static const QStringList known{QStringLiteral("escalation"), QStringLiteral("thread"), QStringLiteral("workflow"),
                                   QStringLiteral("record"), QStringLiteral("event"), QStringLiteral("task"),
                                   QStringLiteral("agent"), QStringLiteral("integration"), QStringLiteral("message")};
    return known.contains(row.objectKind) ? row.objectKind : QString();
}

} // namespace

AuditPage::AuditPage(ViewContext &context, QWidget *parent)
    : ActivityPage(context, parent),
      m_model(context.clock),
      m_pager(context.engine, m_model, Pager<api::AuditQuery, api::AuditRow>::Order::NewestFirst)
{
    QWidget *filters = makeFilters();
    build(filters, &m_model, &m_pager, makeDetail(), tr("Audit"), tr("The audit could not be read."));
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Audit && m_live->isChecked())
            m_pager.refresh();
    });
    ask();
}

QWidget *AuditPage::makeFilters()
{
    const Theme &theme = context().theme;
    auto *bar = new QWidget(this);
    auto *column = new QVBoxLayout(bar);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    auto *flow = new FlowLayout(nullptr, 6, 6);
    column->addLayout(flow);
    m_search = new SearchField(theme, tr("Find in the audit"), bar);
    m_actor = new SearchField(theme, tr("Who"), bar);
    m_object = new SearchField(theme, tr("Object"), bar);
    m_time = new QComboBox(bar);
    m_time->setAccessibleName(tr("Time"));
    m_time->addItem(tr("Any time"), 0);
    m_time->addItem(tr("Today"), 1);
    m_time->addItem(tr("Last 7 days"), 7);
    m_time->addItem(tr("Last 30 days"), 30);
    m_matterChip = makeButton(tr("One matter only"), ButtonKind::Chip, theme, bar, QStringLiteral("x"));
    m_matterChip->setCheckable(false);
    m_matterChip->setToolTip(tr("Shows the acts of all matters again"));
    m_matterChip->hide();
    m_live = makeButton(tr("Live"), ButtonKind::Chip, theme, bar, QStringLiteral("radio"));
    m_live->setChecked(true);
    m_live->setToolTip(tr("New acts appear at once"));
    m_export = makeButton(tr("Export…"), ButtonKind::Normal, theme, bar, QStringLiteral("download"));
    m_stop = makeButton(tr("Stop the export"), ButtonKind::Link, theme, bar);
    m_progress = makeLabel({}, TextStyle::Small, Token::Text2, bar);
    for (QWidget *widget : {static_cast<QWidget *>(m_search), static_cast<QWidget *>(m_actor),
                            static_cast<QWidget *>(m_object), static_cast<QWidget *>(m_time),
                            static_cast<QWidget *>(m_matterChip), static_cast<QWidget *>(m_live), static_cast<QWidget *>(m_export),
                            static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_stop)})
        flow->addWidget(widget);
    m_progress->hide();
    m_stop->hide();
    for (SearchField *field : {m_search, m_actor, m_object})
        connect(field, &SearchField::searched, this, [this] { ask(); });
    connect(m_time, &QComboBox::activated, this, [this] { ask(); });
    connect(m_matterChip, &QPushButton::clicked, this, [this] {
        m_correlation.clear();
        ask();
        list()->setFocus(); // the chip goes
    });
    connect(m_live, &QPushButton::toggled, this, [this](bool on) {
        if (on)
            m_pager.refresh();
    });
    connect(m_export, &QPushButton::clicked, this, &AuditPage::exportToFile);
    connect(m_stop, &QPushButton::clicked, this, [this] { endExport(tr("Stopped; nothing was written.")); });
    return bar;
}

QWidget *AuditPage::makeDetail()
{
    const Theme &theme = context().theme;
    auto *pane = new QWidget(this);
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(12, 8, 12, 10);
    m_text = new QPlainTextEdit(pane);
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("Details of the act"));
    m_text->setMinimumHeight(fontMetrics().lineSpacing() * DetailLines);
    column->addWidget(m_text, 1);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_copy = makeButton(tr("Copy"), ButtonKind::Normal, theme, pane, QStringLiteral("copy"));
    m_open = makeButton(tr("Open object"), ButtonKind::Normal, theme, pane, QStringLiteral("external-link"));
    m_why = makeButton(tr("Why?"), ButtonKind::Normal, theme, pane, QStringLiteral("circle-help"));
    m_why->setToolTip(tr("By which rule or model, on what evidence, and what else could have been done"));
    m_matter = makeButton(tr("Show the whole matter"), ButtonKind::Normal, theme, pane, QStringLiteral("workflow"));
    for (QPushButton *button : {m_copy, m_open, m_why, m_matter})
        buttons->addWidget(button);
    column->addLayout(buttons);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_text->toPlainText());
        context().toasts.show(tr("Copied"));
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const auto *row = m_model.at(currentRow()))
            context().navigator.open(kindToOpen(*row), row->object);
    });
    connect(m_why, &QPushButton::clicked, this, [this] {
        if (const auto *row = m_model.at(currentRow()))
            showWhy(context(), row->object, window());
    });
    connect(m_matter, &QPushButton::clicked, this, [this] {
        if (const auto *row = m_model.at(currentRow()))
            showObject(QStringLiteral("correlation:") + row->correlation);
    });
    return pane;
}

QDateTime AuditPage::since() const
{
    const int days = m_time->currentData().toInt();
    if (days == 0)
        return {};
    const QDate today = context().ticker.now().toLocalTime().date();
    return QDateTime(today.addDays(1 - days), QTime(0, 0)).toUTC();
}

api::AuditQuery AuditPage::query() const
{
    api::AuditQuery query;
    query.text = m_search->text().trimmed();
    query.actor = m_actor->text().trimmed();
    query.object = m_object->text().trimmed();
    query.correlation = m_correlation;
    return query;
}

void AuditPage::ask()
{
    const QDateTime from = since();
    if (from.isValid()) {
        m_pager.accepts = [from](const api::AuditRow &row) { return row.at >= from; };
        m_pager.enough = [from](const api::AuditRow &row) { return row.at < from; };
    } else {
        m_pager.accepts = nullptr;
        m_pager.enough = nullptr;
    }
    m_matterChip->setVisible(!m_correlation.isEmpty());
    m_pager.setQuery(query());
}

void AuditPage::refresh()
{
    m_pager.refresh();
}

void AuditPage::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void AuditPage::showObject(const QString &id)
{
    static const QString correlation = QStringLiteral("correlation:");
    const bool matter = id.startsWith(correlation);
    m_search->clear();
    m_actor->clear();
    m_object->setText(matter ? QString() : id);
    m_correlation = matter ? id.mid(correlation.size()) : QString();
    m_time->setCurrentIndex(0);
    ask();
}

QByteArray AuditPage::saveState() const
{
    const QJsonObject state{{QStringLiteral("text"), m_search->text()},
                            {QStringLiteral("actor"), m_actor->text()},
                            {QStringLiteral("object"), m_object->text()},
                            {QStringLiteral("time"), m_time->currentIndex()},
                            {QStringLiteral("live"), m_live->isChecked()}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void AuditPage::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.isEmpty())
        return;
    m_search->setText(state.value(QStringLiteral("text")).toString());
    m_actor->setText(state.value(QStringLiteral("actor")).toString());
    m_object->setText(state.value(QStringLiteral("object")).toString());
    m_time->setCurrentIndex(std::clamp(state.value(QStringLiteral("time")).toInt(), 0, m_time->count() - 1));
    m_live->setChecked(state.value(QStringLiteral("live")).toBool(true));
    ask();
}

void AuditPage::showState()
{
    const api::AuditQuery asked = query();
    const bool filtered = !asked.text.isEmpty() || !asked.actor.isEmpty() || !asked.object.isEmpty() || !asked.correlation.isEmpty()
        || since().isValid();
    if (m_model.rowCount() > 0) {
        states()->showContent();
        settleColumns(AuditModel::Action);
    } else if (filtered) {
        states()->showEmpty({QStringLiteral("search"), tr("Nothing matches"), tr("No act fits the filters."),
                             tr("Clear filters"), [this] {
                                 m_time->setCurrentIndex(0);
                                 showObject({});
                             }});
    } else {
        states()->showEmpty({QStringLiteral("history"), tr("Nothing has happened yet"),
                             tr("Every act of agents and people is kept here, with its reason."), {}, {}});
    }
    m_export->setEnabled(m_model.rowCount() > 0 && !exporting());
    currentChanged();
}

void AuditPage::currentChanged()
{
    const api::AuditRow *row = m_model.at(currentRow());
    m_copy->setEnabled(row);
    m_open->setEnabled(row && !row->object.isEmpty() && !kindToOpen(*row).isEmpty()
                       && context().navigator.canOpen(kindToOpen(*row)));
    m_why->setVisible(row && row->actorKind == QLatin1String("agent"));
    m_why->setEnabled(row && !row->object.isEmpty());
    m_matter->setEnabled(row && !row->correlation.isEmpty() && row->correlation != m_correlation);
    if (!row) {
        m_text->clear();
        return;
    }
    QStringList lines;
    const auto add = [&](const QString &name, const QString &value) {
        if (!value.isEmpty()) {
            //: A line of details: %1 name, %2 value.
            lines << tr("%1: %2").arg(name, value);
        }
    };
    add(tr("What"), engineSentence(row->summary));
    add(tr("Act"), row->action);
    add(tr("When"), fullMoment(row->at));
    add(tr("Who"), row->actorName.isEmpty() ? row->actor : tr("%1 (%2)", "name and id").arg(row->actorName, row->actor));
    add(tr("Object"), row->objectKind.isEmpty() ? row->object : tr("%1 %2", "kind and id of an object").arg(AuditModel::kindText(row->objectKind), row->object));
    add(tr("Reason"), engineSentence(row->reason));
    add(tr("Rule"), row->rule);
    for (const QJsonValue &value : row->evidence) {
        const QJsonObject piece = value.toObject();
        const QString ref = piece.value(QStringLiteral("ref")).toString();
        const QString text = piece.value(QStringLiteral("text")).toString();
        add(tr("Evidence"), ref.isEmpty() ? text : tr("%1 (%2)", "evidence and where it stands").arg(text, ref));
    }
    add(tr("Correlation"), row->correlation);
    add(tr("Hash"), row->hash);
    m_text->setPlainText(lines.join(QLatin1Char('\n')));
}

void AuditPage::exportToFile()
{
    auto *dialog = new QFileDialog(this, tr("Export the audit"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString csv = tr("Table (*.csv)");
    const QString json = tr("JSON lines (*.jsonl)");
    dialog->setNameFilters({csv, json});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("audit.csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, json](const QString &filter) {
        dialog->setDefaultSuffix(filter == json ? QStringLiteral("jsonl") : QStringLiteral("csv"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        exportTo(path, path.endsWith(QLatin1String(".jsonl"), Qt::CaseInsensitive) ? AuditFormat::JsonLines : AuditFormat::Csv);
    });
    dialog->open();
}

void AuditPage::exportTo(const QString &path, AuditFormat format)
{
    if (exporting())
        return;
    auto file = std::make_unique<QSaveFile>(path);
    if (!file->open(QIODevice::WriteOnly) || file->write(auditFileHead(format)) < 0) {
        context().toasts.show(tr("The file could not be written: %1").arg(file->errorString()), Tone::Danger);
        return;
    }
    m_file = std::move(file);
    m_format = format;
    m_exportQuery = query();
    m_exportSince = since();
    m_exportRows = 0;
    m_export->setEnabled(false);
    m_progress->setText(tr("Export begins"));
    m_progress->show();
    m_stop->show();
    exportPage({});
}

void AuditPage::exportPage(const QString &after)
{
    api::AuditQuery page = m_exportQuery;
    page.window.after = after;
    page.window.limit = ExportPage;
    context().engine.ask(std::move(page), this, [this](const Result<api::Page<api::AuditRow>> &answer) {
        if (!exporting())
            return;
        if (!answer) {
            endExport(errorSentence(answer.error()));
            return;
        }
        bool enough = false;
        for (const api::AuditRow &row : answer->rows) {
            enough = m_exportSince.isValid() && row.at < m_exportSince;
            if (enough)
                break;
            if (m_file->write(auditFileLine(row, m_format)) < 0) {
                endExport(m_file->errorString());
                return;
            }
            ++m_exportRows;
        }
        m_progress->setText(tr("%n line(s) written", nullptr, int(m_exportRows)));
        if (!enough && !answer->next.isEmpty())
            exportPage(answer->next);
        else
            endExport({});
    });
}

void AuditPage::endExport(const QString &problem)
{
    if (!exporting())
        return;
    const std::unique_ptr<QSaveFile> file = std::move(m_file);
    m_progress->hide();
    m_stop->hide();
    m_export->setEnabled(true);
    if (!problem.isEmpty()) {
        file->cancelWriting();
        //: %1 is why.
        context().toasts.show(tr("The audit was not exported. %1").arg(problem), Tone::Warn);
    } else if (!file->commit()) {
        context().toasts.show(tr("The audit was not exported. %1").arg(file->errorString()), Tone::Danger);
    } else {
        context().toasts.show(tr("%n act(s) exported", nullptr, int(m_exportRows)), Tone::Ok);
        Q_EMIT exported(file->fileName(), m_exportRows);
    }
}

} // namespace hs::ui
