#include "ui/knowledge/search_page.h"

#include <algorithm>

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/knowledge/answer_card.h"
#include "ui/knowledge/facet_row.h"
#include "ui/knowledge/passage_delegate.h"
#include "ui/knowledge/passage_model.h"
#include "ui/knowledge/passage_preview.h"
#include "ui/knowledge/search_options.h"
#include "ui/knowledge/two_panes.h"
#include "ui/lists/virtual_list.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/bounded_area.h"
#include "ui/thinking/fold_box.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {
constexpr int BesideFrom = 700;
constexpr int BelowFrom = 460;
constexpr int PreviewMs = 60;       ///< a row that is passed by quickly is not opened
constexpr int AgainMs = 3'000;      ///< after more was indexed
constexpr int CardShare = 45;       ///< of the results' height, in percent
constexpr int CardLines = 5;        ///< at least
constexpr int LeastHeight = 90;     ///< of passages and preview, at 100 % text
constexpr int LongestTyped = 4'000; ///< characters
}

SearchPage::SearchPage(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QWidget(this);
    auto *lines = new QVBoxLayout(head);
    lines->setContentsMargins(12, 8, 12, 8);
    lines->setSpacing(6);
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    m_field = new SearchField(context.theme, tr("Ask a question or type words"), head);
    m_field->setMaxLength(LongestTyped);
    m_field->setAcceptDrops(false); // what is dropped onto the dock is added as a source
    m_field->setToolTip(
        tr("Enter asks Atlas. Also understood: \"exact words\", -without, source:handbook by:mira type:pdf after:2026-03 before:2026-06"));
    m_field->setAccessibleDescription(m_field->toolTip());
    m_field->installEventFilter(this);
    m_optionsButton = makeIconButton(QStringLiteral("sliders-horizontal"), tr("Search options"), context.theme, head);
    m_optionsButton->setCheckable(true);
    row->addWidget(m_field, 1);
    row->addWidget(m_optionsButton);
    lines->addLayout(row);
    m_options = new SearchOptions(context, head);
    m_options->hide();
    lines->addWidget(m_options);
    m_facets = new FacetRow(context.theme, head);
    m_facets->hide();
    lines->addWidget(m_facets);
    m_notes = new QWidget(head);
    auto *notes = new QVBoxLayout(m_notes);
    notes->setContentsMargins(0, 0, 0, 0);
    notes->setSpacing(2);
    m_corrected = makeWrappingLabel({}, TextStyle::Small, Token::Text2, m_notes);
    m_mend = makeButton({}, ButtonKind::Link, context.theme, m_notes, QStringLiteral("spell-check"));
    m_findings = makeWrappingLabel({}, TextStyle::Small, Token::Warn, m_notes);
    notes->addWidget(m_corrected);
    notes->addWidget(m_mend, 0, Qt::AlignLeading);
    notes->addWidget(m_findings);
    m_notes->hide();
    lines->addWidget(m_notes);
    column->addWidget(head);
    column->addWidget(makeLine(this));

    m_results = makeResults();
    m_preview = new PassagePreview(context);
    m_panes = new TwoPanes(m_results, m_preview);
    m_panes->setMinimumSize(1, context.theme.scaled(LeastHeight)); // parts of it scroll; the dock is not made larger for them
    m_results->installEventFilter(this);
    m_states = new ContentStates(context.theme, m_panes, this);
    m_states->setMinimumHeight(context.theme.scaled(LeastHeight));
    column->addWidget(m_states, 1);

    m_searchSoon.setSingleShot(true);
    m_searchSoon.setInterval(0);
    connect(&m_searchSoon, &QTimer::timeout, this, [this] { startSearch(FirstLimit); });
    m_previewSoon.setSingleShot(true);
    m_previewSoon.setInterval(PreviewMs);
    connect(&m_previewSoon, &QTimer::timeout, this, &SearchPage::openChosen);
    m_again.setSingleShot(true);
    m_again.setInterval(AgainMs);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (isVisible() && !m_text.isEmpty() && m_model->isEmpty() && !m_card->isThinking())
            startSearch(m_limit);
    });
    connect(m_field, &SearchField::searched, this, &SearchPage::search);
    connect(m_field, &QLineEdit::returnPressed, this, [this] { ask(m_field->text().trimmed()); });
    connect(m_optionsButton, &QToolButton::toggled, m_options, &QWidget::setVisible);
    connect(m_options, &SearchOptions::changed, this, [this] {
        if (!m_text.isEmpty())
            startSearch(FirstLimit);
    });
    connect(m_facets, &FacetRow::changed, this, &SearchPage::refresh);
    connect(m_mend, &QPushButton::clicked, this, [this] {
        const QString mended = m_mend->property("mended").toString();
        m_field->setText(mended);
        search(mended);
    });
    connect(m_card, &AnswerCard::citationChosen, this, [this](int number) { choose(number - 1, true); });
    connect(m_card, &AnswerCard::cancelAsked, this, [this] {
        ++m_askNumber;
        m_asked = false;
        m_card->clear();
        showState();
    });
    connect(m_card, &AnswerCard::heightChanged, this, &SearchPage::fitParts);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        Q_EMIT currentChanged();
        if (now.isValid() && (m_panes->mode() != TwoPanes::Mode::Over || m_panes->isOpen()))
            m_previewSoon.start();
    });
    connect(m_list, &QAbstractItemView::activated, this, [this](const QModelIndex &index) { choose(index.row(), true); });
    connect(m_list, &QAbstractItemView::clicked, this,
            [this](const QModelIndex &index) { choose(index.row(), m_panes->mode() == TwoPanes::Mode::Over); });
    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int, int last) {
        const bool atEnd = last >= 0 && last >= m_model->size() - 3;
        if (atEnd && !m_asked && m_answered && m_limit < MostPassages && m_model->size() >= m_limit && m_foundText == m_text)
            startSearch(MostPassages);
    });
    connect(m_preview, &PassagePreview::closeAsked, this, [this] {
        closePreview();
        (m_model->isEmpty() ? static_cast<QWidget *>(m_field) : m_list)->setFocus(Qt::OtherFocusReason);
    });
    connect(m_preview, &PassagePreview::changed, this, &SearchPage::currentChanged);
    connect(m_panes, &TwoPanes::modeChanged, this, [this] { m_preview->setBack(m_panes->mode() == TwoPanes::Mode::Over && !m_model->isEmpty()); });
    connect(&context.studio, &StudioFilter::changed, this, &SearchPage::refresh);
    connect(&context.theme, &Theme::changed, this, [this] {
        m_list->remeasureAll();
        fitParts();
    });
    fitParts();
    m_states->beginLoading();
}

QWidget *SearchPage::makeResults()
{
    auto *results = new QWidget;
    auto *column = new QVBoxLayout(results);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_cardArea = new BoundedArea(results);
    auto *around = new QWidget;
    auto *inner = new QVBoxLayout(around);
    inner->setContentsMargins(12, 8, 12, 4);
    m_card = new AnswerCard(m_context, around);
    inner->addWidget(m_card);
    m_cardArea->setContent(around);
    column->addWidget(m_cardArea);
    m_nearest = makeWrappingLabel(tr("Nearest passages"), TextStyle::Small, Token::Text2, results);
    m_nearest->setContentsMargins(14, 6, 14, 2);
    m_nearest->hide();
    column->addWidget(m_nearest);
    m_model = new PassageModel(m_context.ticker, this);
    m_list = new VirtualList(results);
    m_list->setEstimate(110);
    m_list->setItemDelegate(new PassageDelegate(m_context.theme, m_context.ticker, m_list));
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Passages"));
    m_list->installEventFilter(this);
    m_list->setMinimumHeight(fontMetrics().lineSpacing() * 3);
    m_list->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    column->addWidget(m_list, 1);
    return results;
}

void SearchPage::fitParts()
{
    const int least = fontMetrics().lineSpacing() * CardLines;
    m_cardArea->setBound(std::max(least, m_results->height() * CardShare / 100));
    m_cardArea->setVisible(!m_card->isHidden());
    m_cardArea->fit();
    m_panes->setBounds(BesideFrom, BelowFrom, m_context.theme.textScale());
}

void SearchPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitParts();
}

api::KnowledgeFilter SearchPage::filter() const
{
    api::KnowledgeFilter filter;
    filter.sources = m_facets->chosen();
    if (const QString entity = m_context.studio.entity(); !entity.isEmpty())
        filter.entities << entity;
    return filter;
}

void SearchPage::search(const QString &text)
{
    const QString now = text.trimmed().left(LongestTyped);
    if (m_field->text().trimmed() != now)
        m_field->setText(now);
    if (now == m_text && !now.isEmpty())
        return;
    m_text = now;
    m_asked = false;
    m_answered = false;
    ++m_askNumber; // an answer to an older question is for nobody
    m_card->clear();
    m_nearest->hide();
    if (now.isEmpty()) {
        ++m_searchNumber;
        m_searchSoon.stop();
        m_foundText.clear();
        m_model->setPassages({}, false);
        m_facets->clearChoice();
        m_facets->hide();
        m_notes->hide();
        m_states->setPartial({});
        closePreview();
        showState();
        return;
    }
    m_searchSoon.start(); // not at once: where Enter was pressed, the question comes in its place
}

void SearchPage::ask(const QString &question)
{
    const QString now = question.trimmed().left(LongestTyped);
    search(now);
    if (now.isEmpty())
        return;
    m_searchSoon.stop();
    startAsk();
}

void SearchPage::startSearch(int limit)
{
    m_searchSoon.stop();
    if (m_text.isEmpty())
        return;
    m_limit = limit;
    const quint64 number = ++m_searchNumber;
    api::KnowledgeSearchQuery query;
    query.text = m_text;
    query.mode = m_options->mode();
    query.limit = limit;
    query.filter = filter();
    query.meaningShare = m_options->meaningShare();
    m_states->beginLoading();
    m_context.engine.ask(query, this, [this, number](Result<api::KnowledgeFound> found) {
        if (number != m_searchNumber) // something else was typed since
            return;
        if (!found) {
            m_states->showFailure({tr("Knowledge could not be searched."), m_context.ticker.now(),
                                   m_model->isEmpty() ? QString() : tr("You see what was found before."), found.error(),
                                   [this] { startSearch(m_limit); }});
            return;
        }
        takeFound(std::move(*found), false);
        showState();
    });
}

void SearchPage::startAsk()
{
    const quint64 number = ++m_askNumber;
    m_asked = true;
    // While Atlas thinks, the passages for the same words are looked at.
    if (m_foundText != m_text)
        startSearch(FirstLimit);
    m_card->showThinking();
    api::KnowledgeAskQuery query;
    query.text = m_text;
    query.filter = filter();
    query.byModel = m_options->byModel();
    showState();
    m_context.engine.ask(query, this, [this, number](Result<api::KnowledgeAnswer> answer) {
        if (number != m_askNumber) // another question was put, or this one was given up
            return;
        if (answer) {
            takeAnswer(std::move(*answer));
            return;
        }
        m_asked = false;
        m_card->showFailure(errorSentence(answer.error()) + QLatin1Char(' ') + errorMend(answer.error()));
        showState();
    });
}

void SearchPage::takeAnswer(api::KnowledgeAnswer answer)
{
    ++m_searchNumber; // its own passages are the ones that it cites
    m_searchSoon.stop();
    m_card->showAnswer(answer);
    m_nearest->setVisible(!answer.answered && !answer.found.passages.empty());
    takeFound(std::move(answer.found), answer.answered);
    showState();
}

void SearchPage::takeFound(api::KnowledgeFound found, bool numbered)
{
    m_answered = true;
    m_foundText = m_text;
    m_compared = found.meaning;
    const QString chosen = m_list->currentIndex().isValid() ? m_model->at(m_list->currentIndex().row()).id : QString();
    showNotes(found);
    m_facets->setFacets(std::move(found.facets));
    const int count = int(found.passages.size());
    //: %1 a number of results as "24 results", %2 how long it took: "38 ms"
    m_facets->setSummary(tr("%1, %2").arg(tr("%n result(s)", nullptr, count), millisText(qint64(found.millis + 0.5))));
    m_facets->show();
    m_model->setPassages(std::move(found.passages), numbered);
    const bool gone = !chosen.isEmpty() && m_model->find(chosen) < 0;
    if (gone) { // nobody chose its neighbour
        m_list->selectionModel()->clear();
        m_list->viewport()->update();
    }
    if (gone || m_model->isEmpty())
        closePreview();
    //: %1 is the reason, a sentence
    m_states->setPartial(found.meaningTrouble.isEmpty() ? QString() : tr("Found by words alone. %1").arg(engineSentence(found.meaningTrouble)));
    m_preview->setBack(m_panes->mode() == TwoPanes::Mode::Over && !m_model->isEmpty());
    Q_EMIT currentChanged();
}

void SearchPage::refresh()
{
    m_preview->refresh();
    if (m_text.isEmpty())
        return;
    if (m_asked) {
        m_foundText.clear();
        startAsk();
    } else {
        startSearch(m_limit);
    }
}

void SearchPage::indexChanged()
{
    if (!m_text.isEmpty() && m_model->isEmpty() && !m_again.isActive())
        m_again.start();
}

void SearchPage::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

const api::KnowledgePassage *SearchPage::current() const
{
    if (m_panes->isOpen() && m_preview->passage())
        return &*m_preview->passage();
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() && index.row() < m_model->size() ? &m_model->at(index.row()) : nullptr;
}

void SearchPage::setActions(const QList<QAction *> &actions)
{
    m_preview->setActions(actions);
}

void SearchPage::setReported(const api::Id &document, const QString &why)
{
    m_model->setReported(document, why);
    m_preview->setReported(document, why);
}

void SearchPage::choose(int row, bool focusPreview)
{
    if (row < 0 || row >= m_model->size())
        return;
    const QModelIndex index = m_model->index(row, 0);
    m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_list->scrollTo(index);
    openChosen();
    if (focusPreview)
        m_preview->firstFocus()->setFocus(Qt::OtherFocusReason);
}

void SearchPage::openChosen()
{
    m_previewSoon.stop();
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || index.row() >= m_model->size())
        return;
    m_preview->setBack(m_panes->mode() == TwoPanes::Mode::Over);
    m_panes->setOpen(true);
    m_preview->showPassage(m_model->at(index.row()), m_compared);
    m_list->scrollTo(index);
    Q_EMIT currentChanged();
}

void SearchPage::closePreview()
{
    m_previewSoon.stop();
    if (!m_panes->isOpen())
        return;
    m_panes->setOpen(false);
    m_preview->clear();
    showState();
    Q_EMIT currentChanged();
}

void SearchPage::showPlace(const KnowledgePlace &place)
{
    m_preview->setBack(m_panes->mode() == TwoPanes::Mode::Over && !m_model->isEmpty());
    m_panes->setOpen(true);
    m_preview->showPlace(place);
    showState();
    if (isVisible())
        m_preview->firstFocus()->setFocus(Qt::OtherFocusReason);
}

void SearchPage::showPassage(const QString &id)
{
    if (const int row = m_model->find(id); row >= 0) {
        choose(row, true);
        return;
    }
    api::KnowledgeSearchQuery query;
    query.text = id;
    query.mode = api::KnowledgeMode::Words;
    query.limit = 1;
    m_context.engine.ask(query, this, [this, id](Result<api::KnowledgeFound> found) {
        const auto there = found ? std::find_if(found->passages.begin(), found->passages.end(), [&](const auto &passage) { return passage.id == id; })
                                 : std::vector<api::KnowledgePassage>::iterator();
        if (!found || there == found->passages.end()) {
            m_context.toasts.show(tr("This passage is no longer in any source."), Tone::Warn);
            return;
        }
        m_preview->setBack(m_panes->mode() == TwoPanes::Mode::Over && !m_model->isEmpty());
        m_panes->setOpen(true);
        m_preview->showPassage(*there, {});
        showState();
    });
}

void SearchPage::toggleWhy()
{
    if (!m_panes->isOpen())
        openChosen();
    m_preview->why().setOpen(!m_preview->why().isOpen());
}

bool SearchPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_results && event->type() == QEvent::Resize)
        fitParts();
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (watched == m_field && (key->key() == Qt::Key_Down || key->key() == Qt::Key_PageDown) && !m_model->isEmpty() && m_list->isVisible()) {
        m_list->setFocus(Qt::ShortcutFocusReason);
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model->index(0, 0));
        return true;
    }
    if (watched == m_list) {
        const bool top = !m_list->currentIndex().isValid() || m_list->currentIndex().row() == 0;
        if (key->key() == Qt::Key_Up && top && key->modifiers() == Qt::NoModifier) {
            focusField();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            if (m_panes->isOpen())
                closePreview();
            else
                focusField();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hs::ui
