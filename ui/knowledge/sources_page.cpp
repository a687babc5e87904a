#include "ui/knowledge/sources_page.h"

#include <algorithm>

#include <QDir>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "engine/api/commands.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/knowledge/outdated_report.h"
#include "ui/knowledge/source_models.h"
#include "ui/knowledge/source_opening.h"
#include "ui/knowledge/two_panes.h"
#include "ui/lists/fact_row_delegate.h"
#include "ui/lists/reason_dialog.h"
#include "ui/lists/virtual_list.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/bounded_area.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {
constexpr int SourcesBesideFrom = 660;
constexpr int SourcesBelowFrom = 620;
constexpr int SourcesSoonMs = 1'000;
constexpr int SourcesLeastHeight = 120;
constexpr int SourceHeadShare = 55; ///< of the height, in percent; what is more scrolls
constexpr int SourceHeadLines = 4;  ///< at least
}

SourcesPage::SourcesPage(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    QWidget *sources = makeSources();
    QWidget *documents = makeDocuments();
    m_panes = new TwoPanes(sources, documents);
    m_panes->setBounds(SourcesBesideFrom, SourcesBelowFrom, context.theme.textScale());
    m_panes->setMinimumWidth(1); // side by side only where there is room
    m_states = new ContentStates(context.theme, m_panes, this);
    m_states->setMinimumHeight(context.theme.scaled(SourcesLeastHeight));
    column->addWidget(m_states);

    m_soon.setSingleShot(true);
    m_soon.setInterval(SourcesSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &SourcesPage::refresh);
    connect(m_panes, &TwoPanes::modeChanged, this, &SourcesPage::showSource);
    connect(&context.theme, &Theme::changed, this, [this] {
        m_panes->setBounds(SourcesBesideFrom, SourcesBelowFrom, m_context.theme.textScale());
        m_list->remeasureAll();
        m_documentList->remeasureAll();
    });
    connect(&context.studio, &StudioFilter::changed, this, [this] { take(m_sources); });
    connect(&context.engine, &api::Engine::callerChanged, this, [this] {
        showSource();
        showDocumentActs();
    });
    m_states->beginLoading();
}

QWidget *SourcesPage::makeSources()
{
    const Theme &theme = m_context.theme;
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    buttons->setContentsMargins(12, 8, 12, 8);
    m_add = makeButton(tr("Add a source…"), ButtonKind::Normal, theme, page, QStringLiteral("plus"));
    m_refreshAll = makeButton(tr("Look at all now"), ButtonKind::Quiet, theme, page, QStringLiteral("refresh-cw"));
    buttons->addWidget(m_add);
    buttons->addWidget(m_refreshAll);
    column->addLayout(buttons);
    m_model = new SourceModel(m_context.ticker, this);
    m_list = new VirtualList(page);
    m_list->setItemDelegate(new FactRowDelegate(theme, 3, m_list));
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Sources"));
    m_list->setMinimumHeight(fontMetrics().lineSpacing() * 4);
    m_list->installEventFilter(this);
    column->addWidget(m_list, 1);
    connect(m_add, &QPushButton::clicked, this, [this] { Q_EMIT addMenuAsked(m_add); });
    connect(m_refreshAll, &QPushButton::clicked, this, [this] {
        submit(api::RefreshKnowledge{}, tr("The sources could not be looked at."),
               [this] { m_context.toasts.show(tr("All sources are looked at now.")); });
    });
    connect(m_list, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) { openSource(m_model->at(index.row()).id); });
    connect(m_list, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        openSource(m_model->at(index.row()).id);
        m_documentList->setFocus(Qt::OtherFocusReason);
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid() && m_panes->isOpen() && m_panes->mode() != TwoPanes::Mode::Over)
            openSource(m_model->at(index.row()).id);
    });
    return page;
}

QWidget *SourcesPage::makeDocuments()
{
    const Theme &theme = m_context.theme;
    auto *page = new QWidget;
    page->installEventFilter(this);
    m_documentsPane = page;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QWidget;
    auto *lines = new QVBoxLayout(head);
    lines->setContentsMargins(12, 8, 8, 8);
    lines->setSpacing(6);
    auto *row = new QHBoxLayout;
    m_back = makeIconButton(QStringLiteral("arrow-left"), tr("Back to the sources"), theme, head);
    m_title = makeWrappingLabel({}, TextStyle::Subtitle, Token::Text, head);
    row->addWidget(m_back, 0, Qt::AlignTop);
    row->addWidget(m_title, 1);
    lines->addLayout(row);
    m_place = makeWrappingLabel({}, TextStyle::Small, Token::Text2, head);
    m_place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_trouble = makeWrappingLabel({}, TextStyle::Small, Token::Danger, head);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
    lines->addWidget(m_place);
    lines->addWidget(m_trouble);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_look = makeButton(tr("Look now"), ButtonKind::Normal, theme, head, QStringLiteral("refresh-cw"));
    m_readAgain = makeButton(tr("Read all again"), ButtonKind::Quiet, theme, head, QStringLiteral("rotate-cw"));
    m_openPlace = makeButton(tr("Open"), ButtonKind::Quiet, theme, head, QStringLiteral("external-link"));
    m_openPlace->setAccessibleName(tr("Open where this source is"));
    m_remove = makeButton(tr("Remove"), ButtonKind::Danger, theme, head, QStringLiteral("trash-2"));
    for (QPushButton *button : {m_look, m_readAgain, m_openPlace, m_remove})
        buttons->addWidget(button);
    lines->addLayout(buttons);
    auto *filter = new QHBoxLayout;
    filter->setSpacing(6);
    m_field = new SearchField(theme, tr("Find a document"), head);
    m_field->setAcceptDrops(false);
    m_failedOnly = makeButton({}, ButtonKind::Chip, theme, head, QStringLiteral("circle-x"));
    filter->addWidget(m_field, 1);
    filter->addWidget(m_failedOnly);
    lines->addLayout(filter);
    m_sourceHead = new BoundedArea(page);
    m_sourceHead->setContent(head);
    column->addWidget(m_sourceHead);
    column->addWidget(makeLine(page));
    m_documents = new DocumentModel(m_context.engine, m_context.ticker, this);
    m_documentList = new VirtualList;
    m_documentList->setItemDelegate(new FactRowDelegate(theme, 3, m_documentList));
    m_documentList->setModel(m_documents);
    m_documentList->setAccessibleName(tr("Documents"));
    m_documentList->setMinimumHeight(fontMetrics().lineSpacing() * 4);
    m_documentList->installEventFilter(this);
    m_documentStates = new ContentStates(theme, m_documentList, page);
    m_documentStates->setMinimumHeight(fontMetrics().lineSpacing() * SourceHeadLines);
    column->addWidget(m_documentStates, 1);
    m_documentActs = new QWidget(page);
    auto *acts = new QVBoxLayout(m_documentActs);
    acts->setContentsMargins(12, 0, 12, 8);
    acts->setSpacing(4);
    acts->addWidget(makeLine(m_documentActs));
    m_said = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_documentActs);
    m_said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    acts->addWidget(m_said);
    auto *actButtons = new FlowLayout(nullptr, 6, 6);
    m_showText = makeButton(tr("Show the text"), ButtonKind::Normal, theme, m_documentActs, QStringLiteral("book-open-text"));
    m_report = makeButton({}, ButtonKind::Quiet, theme, m_documentActs, QStringLiteral("flag"));
    m_removeNote = makeButton(tr("Remove the note"), ButtonKind::Danger, theme, m_documentActs, QStringLiteral("trash-2"));
    for (QPushButton *button : {m_showText, m_report, m_removeNote})
        actButtons->addWidget(button);
    acts->addLayout(actButtons);
    m_documentActs->hide();
    column->addWidget(m_documentActs);

    connect(m_back, &QToolButton::clicked, this, &SourcesPage::closeSource);
    connect(m_look, &QPushButton::clicked, this, [this] { readAgain(false); });
    connect(m_readAgain, &QPushButton::clicked, this, [this] { readAgain(true); });
    connect(m_openPlace, &QPushButton::clicked, this, &SourcesPage::openPlace);
    connect(m_remove, &QPushButton::clicked, this, &SourcesPage::remove);
    connect(m_field, &SearchField::searched, this, &SourcesPage::askDocuments);
    connect(m_failedOnly, &QPushButton::clicked, this, &SourcesPage::askDocuments);
    connect(m_documentList, &VirtualList::visibleRowsChanged, this, [this](int, int last) { m_documents->shown(last); });
    connect(m_documentList->selectionModel(), &QItemSelectionModel::currentChanged, this, &SourcesPage::showDocumentActs);
    connect(m_documentList, &QAbstractItemView::activated, this, &SourcesPage::showDocument);
    connect(m_showText, &QPushButton::clicked, this, &SourcesPage::showDocument);
    connect(m_report, &QPushButton::clicked, this, &SourcesPage::reportDocument);
    connect(m_removeNote, &QPushButton::clicked, this, &SourcesPage::removeDocument);
    connect(m_documents, &DocumentModel::loaded, this, [this] {
        if (m_documents->isEmpty()) {
            const bool filtered = m_failedOnly->isChecked() || !m_field->text().trimmed().isEmpty();
            if (filtered)
                m_documentStates->showEmpty({QStringLiteral("search-x"), tr("No such document"), tr("None of this source's documents is like that."),
                                             tr("Show all"), [this] {
                                                 m_failedOnly->setChecked(false);
                                                 m_field->clear();
                                                 askDocuments();
                                             },
                                             Tone::Neutral});
            else
                m_documentStates->showEmpty(
                    {QStringLiteral("files"), tr("No documents yet"), tr("They appear here as they are read."), {}, {}, Tone::Neutral});
        } else {
            m_documentStates->showContent();
        }
        showDocumentActs();
    });
    connect(m_documents, &DocumentModel::failed, this, [this](const Error &error) {
        m_documentStates->showFailure({tr("The documents could not be read."), m_context.ticker.now(),
                                       m_documents->isEmpty() ? QString() : tr("You see what was read last."), error,
                                       [this] { m_documents->refresh(); }});
    });
    return page;
}

bool SourcesPage::mayWork() const
{
    return m_context.engine.caller().role >= api::Role::Operator;
}

QWidget *SourcesPage::firstFocus()
{
    if (m_panes->isOpen() && m_panes->mode() == TwoPanes::Mode::Over)
        return m_documentList;
    return m_model->isEmpty() ? static_cast<QWidget *>(m_add) : m_list;
}

void SourcesPage::find()
{
    QWidget *to = m_panes->isOpen() ? static_cast<QWidget *>(m_field) : firstFocus();
    to->setFocus(Qt::ShortcutFocusReason);
}

void SourcesPage::refreshSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

void SourcesPage::refresh()
{
    m_soon.stop();
    if (m_asking) {
        m_again = true;
        return;
    }
    m_asking = true;
    m_states->beginLoading();
    m_context.engine.ask(api::KnowledgeSourceQuery{}, this, [this](Result<std::vector<api::KnowledgeSource>> sources) {
        m_asking = false;
        if (sources)
            take(std::move(*sources));
        else
            m_states->showFailure({tr("The sources could not be read."), m_context.ticker.now(),
                                   m_sources.empty() ? QString() : tr("You see what was read last."), sources.error(), [this] { refresh(); }});
        if (std::exchange(m_again, false))
            refresh();
    });
    if (!m_open.isEmpty() && isVisible())
        m_documents->refresh();
}

void SourcesPage::take(std::vector<api::KnowledgeSource> sources)
{
    m_sources = std::move(sources);
    m_model->setSources(m_sources, m_context.studio.entity());
    if (m_model->isEmpty())
        m_states->showEmpty({QStringLiteral("book-open"), tr("No sources yet"),
                             tr("Add a folder with the studio's documents; it is read and watched from then on."), tr("Add a folder"),
                             [this] { Q_EMIT addFolderAsked(); }, Tone::Accent});
    else
        m_states->showContent();
    if (!m_open.isEmpty() && !chosen())
        closeSource();
    showSource();
    showDocumentActs();
    Q_EMIT sourcesRead();
}

void SourcesPage::tick()
{
    m_model->tick();
}

const api::KnowledgeSource *SourcesPage::chosen() const
{
    const int row = m_open.isEmpty() ? -1 : m_model->find(m_open);
    return row < 0 ? nullptr : &m_model->at(row);
}

void SourcesPage::openSource(const QString &id)
{
    const int row = m_model->find(id);
    if (row < 0 || (m_open == id && m_panes->isOpen()))
        return;
    m_open = id;
    m_panes->setOpen(true);
    const QModelIndex index = m_model->index(row, 0);
    if (m_list->currentIndex() != index)
        m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_failedOnly->setChecked(false);
    {
        const QSignalBlocker quiet(m_field);
        m_field->clear();
    }
    m_documents->clear();
    showSource();
    askDocuments();
}

void SourcesPage::closeSource()
{
    const QWidget *focus = window()->focusWidget();
    const bool here = isVisible() && focus && isAncestorOf(focus);
    m_open.clear();
    m_documents->clear();
    m_panes->setOpen(false);
    showDocumentActs();
    if (here) // what had it is hidden now
        firstFocus()->setFocus(Qt::OtherFocusReason);
}

void SourcesPage::askDocuments()
{
    if (m_open.isEmpty())
        return;
    api::KnowledgeDocumentQuery query;
    query.source = m_open;
    query.failedOnly = m_failedOnly->isChecked();
    query.text = m_field->text().trimmed();
    m_documentStates->beginLoading();
    m_documents->setQuery(query);
}

void SourcesPage::showSource()
{
    m_refreshAll->setEnabled(mayWork() && !m_model->isEmpty());
    const api::KnowledgeSource *source = chosen();
    m_back->setVisible(m_panes->mode() == TwoPanes::Mode::Over);
    if (!source)
        return;
    const bool may = mayWork();
    const QString needs = may ? QString() : tr("Needs the role operator.");
    m_title->setText(sourceTitle(*source));
    QStringList about{sourceCounts(*source), sourceFreshness(*source, m_context.ticker.now())};
    if (!source->place.isEmpty())
        about.prepend(QDir::toNativeSeparators(source->place));
    if (!source->entity.isEmpty())
        about << m_context.studio.nameOf(source->entity);
    m_place->setText(about.join(QLatin1Char('\n')));
    m_trouble->setText(source->trouble.isEmpty() ? QString() : engineSentence(source->trouble));
    m_trouble->setVisible(!source->trouble.isEmpty());
    m_look->setEnabled(may);
    m_look->setToolTip(needs);
    m_readAgain->setEnabled(may);
    m_readAgain->setToolTip(needs);
    m_openPlace->setVisible(!source->place.isEmpty());
    m_remove->setVisible(source->removable);
    m_remove->setEnabled(may);
    m_remove->setToolTip(needs);
    //: Read by screen readers. %1 is a source
    m_remove->setAccessibleName(tr("Remove %1").arg(sourceTitle(*source)));
    m_failedOnly->setText(tr("%n failed", "documents", int(std::min<qint64>(source->failed, 1'000'000))));
    //: A chip that filters. %n documents could not be read
    m_failedOnly->setAccessibleName(tr("Only the %n document(s) that could not be read", nullptr, int(std::min<qint64>(source->failed, 1'000'000))));
    m_failedOnly->setVisible(source->failed > 0 || m_failedOnly->isChecked());
}

const api::KnowledgeDocument *SourcesPage::chosenDocument() const
{
    const QModelIndex index = m_documentList->currentIndex();
    return index.isValid() && index.row() < m_documents->size() ? &m_documents->at(index.row()) : nullptr;
}

void SourcesPage::showDocumentActs()
{
    const api::KnowledgeDocument *document = chosenDocument();
    m_documentActs->setVisible(document != nullptr);
    if (!document)
        return;
    const bool may = mayWork();
    QStringList said;
    if (!document->trouble.isEmpty())
        said << engineSentence(document->trouble);
    if (!document->notes.isEmpty())
        said << engineNotes(document->notes);
    if (!document->reported.isEmpty())
        said << tr("Reported as outdated: %1").arg(document->reported);
    m_said->setText(said.join(QLatin1Char('\n')));
    m_said->setVisible(!said.isEmpty());
    const api::KnowledgeSource *source = chosen();
    m_showText->setEnabled(document->state != QLatin1String("failed"));
    m_showText->setToolTip(m_showText->isEnabled() ? QString() : tr("It could not be read."));
    m_report->setText(document->reported.isEmpty() ? tr("Report as outdated…") : tr("It is not outdated"));
    m_report->setEnabled(may);
    m_report->setToolTip(may ? QString() : tr("Needs the role operator."));
    m_removeNote->setVisible(source && source->kind == api::KnowledgeKind::Note);
    m_removeNote->setEnabled(may);
}

void SourcesPage::submit(api::Command command, const QString &failure, std::function<void()> then)
{
    m_context.engine.submit(std::move(command), this, [this, failure, then = std::move(then)](const Result<api::Receipt> &receipt) {
        if (!receipt)
            m_context.toasts.show(Toast{tr("%1 %2", "what failed, and why").arg(failure, failureSentence(receipt.error())), Tone::Danger, {}, {},
                                        errorDetails(receipt.error())});
        else if (then)
            then();
        refresh();
    });
}

void SourcesPage::readAgain(bool all)
{
    const api::KnowledgeSource *source = chosen();
    submit(api::RefreshKnowledge{source ? source->id : QString(), all}, tr("The source could not be looked at."));
}

void SourcesPage::remove()
{
    const api::KnowledgeSource *source = chosen();
    if (!source || !source->removable)
        return;
    const QString id = source->id;
    //: %1 is a source
    const QString text = tr("Removed from Knowledge: %1").arg(sourceTitle(*source));
    submit(api::RemoveKnowledgeSource{id}, tr("The source was not removed."), [this, id, text] {
        const QString key = QStringLiteral("knowledge/") + id;
        const auto undo = [this, id, key] {
            m_context.undo.removeKey(key);
            submit(api::RestoreKnowledgeSource{id}, tr("The source could not be brought back."));
        };
        if (m_open == id)
            closeSource();
        m_context.undo.push({text, m_context.ticker.now().addSecs(UndoSeconds), undo, key});
        m_context.toasts.show(Toast{text, Tone::Neutral, tr("Undo"), undo});
    });
}

void SourcesPage::openPlace()
{
    if (const api::KnowledgeSource *source = chosen())
        openSourcePlace(m_context, source->place);
}

void SourcesPage::showDocument()
{
    if (const api::KnowledgeDocument *document = chosenDocument(); document && document->state != QLatin1String("failed"))
        Q_EMIT documentAsked(document->id);
}

void SourcesPage::reportDocument()
{
    const api::KnowledgeDocument *document = chosenDocument();
    if (!document)
        return;
    reportOutdated(m_context, this, document->id, document->title.isEmpty() ? document->place : document->title, document->reported,
                   [this](const QString &id, const QString &why) {
                       Q_EMIT reported(id, why);
                       m_documents->refresh();
                   });
}

void SourcesPage::removeDocument()
{
    const api::KnowledgeDocument *document = chosenDocument();
    if (!document)
        return;
    askFirst(this, tr("Remove the note?"), tr("“%1” is removed for everybody and can not be brought back.").arg(document->title), tr("Remove"),
             [this, id = document->id] { submit(api::RemoveKnowledgeDocument{id}, tr("The note was not removed.")); });
}

bool SourcesPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_documentsPane && event->type() == QEvent::Resize)
        m_sourceHead->setBound(std::max(m_documentsPane->height() * SourceHeadShare / 100, fontMetrics().lineSpacing() * SourceHeadLines));
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (watched == m_documentList && key == Qt::Key_Escape) {
            if (m_panes->mode() == TwoPanes::Mode::Over)
                closeSource();
            else
                m_list->setFocus(Qt::OtherFocusReason);
            return true;
        }
        if (watched == m_list && key == Qt::Key_Delete && m_panes->isOpen()) {
            remove();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hs::ui
