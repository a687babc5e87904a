#include "ui/knowledge/quality_page.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include "engine/api/commands.h"
#include "ui/knowledge/check_dialog.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/knowledge/quality_model.h"
#include "ui/knowledge/search_options.h"
#include "ui/lists/fact_row_delegate.h"
#include "ui/lists/virtual_list.h"
#include "ui/states/content_states.h"
#include "ui/states/loading_bar.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/thinking/bounded_area.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int MeasureCount = 6;
constexpr int QualityLeastHeight = 120;
constexpr int QualityHeadShare = 60; ///< of the height, in percent; what is more scrolls
constexpr int QualityHeadLines = 5;  ///< at least

double measureOf(const api::KnowledgeQuality &quality, int row)
{
    switch (row) {
    case 0: return quality.ndcg;
    case 1: return quality.recall;
    case 2: return quality.mrr;
    case 3: return quality.refusedRightly;
    case 4: return quality.refusedWrongly;
    default: return quality.usualMillis;
    }
}

QString measureText(const api::KnowledgeQuality &quality, int row)
{
    const double value = measureOf(quality, row);
    if (row == 3 || row == 4)
        return percentText(value);
    return row == 5 ? millisText(qint64(value + 0.5)) : QLocale().toString(value, 'f', 3);
}

/// 1: the changed setting is better in this, -1: worse.
int verdict(const api::KnowledgeQuality &now, const api::KnowledgeQuality &other, int row)
{
    const double difference = measureOf(other, row) - measureOf(now, row);
    const double least = row == 5 ? 5.0 : 0.0005;
    if (std::abs(difference) < least)
        return 0;
    const bool lessIsBetter = row >= 4;
    return (difference > 0) != lessIsBetter ? 1 : -1;
}

} // namespace

QualityPage::QualityPage(ViewContext &context, SearchOptions &options, QWidget *parent) : QWidget(parent), m_context(context), m_options(options)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    m_head = new BoundedArea(content);
    m_head->setContent(makeHead());
    inner->addWidget(m_head);
    inner->addWidget(makeLine(content));
    m_model = new QualityModel(this);
    m_list = new VirtualList(content);
    m_list->setItemDelegate(new FactRowDelegate(context.theme, 3, m_list));
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Test questions"));
    m_list->setMinimumHeight(fontMetrics().lineSpacing() * 4);
    inner->addWidget(m_list, 1);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    buttons->setContentsMargins(12, 6, 12, 8);
    m_add = makeButton(tr("Add a question…"), ButtonKind::Normal, context.theme, content, QStringLiteral("plus"));
    m_edit = makeButton(tr("Change…"), ButtonKind::Quiet, context.theme, content, QStringLiteral("pencil"));
    m_edit->setAccessibleName(tr("Change the chosen question"));
    m_remove = makeButton(tr("Delete"), ButtonKind::Danger, context.theme, content, QStringLiteral("trash-2"));
    m_remove->setAccessibleName(tr("Delete the chosen question"));
    for (QPushButton *button : {m_add, m_edit, m_remove})
        buttons->addWidget(button);
    inner->addLayout(buttons);
    m_states = new ContentStates(context.theme, content, this);
    m_states->setMinimumHeight(context.theme.scaled(QualityLeastHeight));
    column->addWidget(m_states);

    connect(m_add, &QPushButton::clicked, this, [this] { addCheck(); });
    connect(m_edit, &QPushButton::clicked, this, &QualityPage::editCheck);
    connect(m_remove, &QPushButton::clicked, this, &QualityPage::removeCheck);
    connect(m_run, &QPushButton::clicked, this, &QualityPage::run);
    connect(m_cancel, &QPushButton::clicked, this, &QualityPage::cancel);
    connect(m_apply, &QPushButton::clicked, this, &QualityPage::apply);
    connect(m_list, &QAbstractItemView::activated, this, &QualityPage::editCheck);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &QualityPage::showButtons);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &QualityPage::showButtons);
    connect(m_share, &QSlider::valueChanged, this, &QualityPage::showButtons);
    connect(&m_options, &SearchOptions::changed, this, &QualityPage::showButtons);
    connect(&context.engine, &api::Engine::callerChanged, this, &QualityPage::showButtons);
    connect(&context.theme, &Theme::changed, m_list, &VirtualList::remeasureAll);
    showFigures();
    showButtons();
    m_states->beginLoading();
}

void QualityPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_head->setBound(std::max(height() * QualityHeadShare / 100, fontMetrics().lineSpacing() * QualityHeadLines));
}

QWidget *QualityPage::makeHead()
{
    const Theme &theme = m_context.theme;
    auto *head = new QWidget;
    auto *lines = new QVBoxLayout(head);
    lines->setContentsMargins(12, 8, 12, 8);
    lines->setSpacing(6);
    lines->addWidget(makeWrappingLabel(tr("Questions of your own show what a change of the search would do before it is made."), TextStyle::Small,
                                       Token::Text2, head));
    m_present = makeWrappingLabel({}, TextStyle::Body, Token::Text, head);
    lines->addWidget(m_present);
    m_mode = new QComboBox(head);
    m_mode->setAccessibleName(tr("Changed search"));
    for (const api::KnowledgeMode mode : {api::KnowledgeMode::Hybrid, api::KnowledgeMode::Words, api::KnowledgeMode::Meaning})
        m_mode->addItem(modeName(mode), int(mode));
    m_mode->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_mode->setMinimumContentsLength(10);
    lines->addWidget(m_mode);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_share = new QSlider(Qt::Horizontal, head);
    m_share->setRange(SearchOptions::LeastShare, SearchOptions::MostShare);
    m_share->setSingleStep(5);
    m_share->setPageStep(10);
    m_share->setValue(int(std::lround(m_options.meaningShare() * 100)));
    m_share->setAccessibleName(tr("How much meaning counts in the changed search, in percent"));
    m_shareText = makeLabel({}, TextStyle::Small, Token::Text2, head);
    row->addWidget(m_share, 1);
    row->addWidget(m_shareText);
    lines->addLayout(row);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_run = makeButton(tr("Try both"), ButtonKind::Primary, theme, head, QStringLiteral("play"));
    m_cancel = makeButton(tr("Leave off"), ButtonKind::Link, theme, head);
    m_cancel->hide();
    m_apply = makeButton(tr("Search like this from now on"), ButtonKind::Normal, theme, head, QStringLiteral("check"));
    for (QPushButton *button : {m_run, m_cancel, m_apply})
        buttons->addWidget(button);
    lines->addLayout(buttons);
    m_bar = new LoadingBar(theme, head);
    m_bar->hide();
    lines->addWidget(m_bar);
    m_table = new QWidget(head);
    auto *grid = new QGridLayout(m_table);
    grid->setContentsMargins(0, 4, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(3);
    makeFigures(grid);
    lines->addWidget(m_table);
    return head;
}

void QualityPage::makeFigures(QGridLayout *grid)
{
    const std::array<std::pair<QString, QString>, MeasureCount> names = {{
        {tr("Order of the first ten (nDCG@10)"), tr("1: the right document is always first. Places further down count less.")},
        {tr("Found among the first ten"), tr("How often the right document is among the first ten at all (recall@10).")},
        {tr("Place of the right one (MRR)"), tr("1: always first, 0.5: usually second.")},
        {tr("Rightly refused"), tr("Of the questions that no source answers.")},
        {tr("Wrongly refused"), tr("Of the questions that a document answers.")},
        {tr("Usual time"), tr("Of one search.")},
    }};
    grid->setColumnStretch(0, 1);
    grid->addWidget(makeLabel(tr("now", "a column of measures"), TextStyle::Small, Token::Text2, m_table), 0, 1, Qt::AlignTrailing);
    grid->addWidget(makeLabel(tr("changed", "a column of measures"), TextStyle::Small, Token::Text2, m_table), 0, 2, Qt::AlignTrailing);
    for (int row = 0; row < MeasureCount; ++row) {
        QLabel *name = makeWrappingLabel(names[std::size_t(row)].first, TextStyle::Small, Token::Text2, m_table);
        name->setToolTip(names[std::size_t(row)].second);
        grid->addWidget(name, row + 1, 0);
        std::array<QLabel *, 2> pair{};
        for (int column = 0; column < 2; ++column) {
            pair[std::size_t(column)] = makeLabel({}, TextStyle::Strong, Token::Text, m_table);
            grid->addWidget(pair[std::size_t(column)], row + 1, column + 1, Qt::AlignTrailing);
        }
        m_figures.push_back(pair);
    }
}

QString QualityPage::figure(int row, int column) const
{
    return m_figures[std::size_t(row)][std::size_t(column)]->text();
}

void QualityPage::showFigures()
{
    m_table->setVisible(m_now || m_other);
    for (int row = 0; row < MeasureCount; ++row) {
        QLabel *now = m_figures[std::size_t(row)][0];
        QLabel *other = m_figures[std::size_t(row)][1];
        now->setText(m_now ? measureText(*m_now, row) : QStringLiteral("–"));
        const int better = m_now && m_other ? verdict(*m_now, *m_other, row) : 0;
        // An arrow beside the colour.
        const QString sign = better > 0 ? QStringLiteral("▲ ") : better < 0 ? QStringLiteral("▼ ") : QString();
        other->setText(m_other ? sign + measureText(*m_other, row) : QStringLiteral("–"));
        setLabelStyle(other, TextStyle::Strong, better > 0 ? Token::Ok : better < 0 ? Token::Danger : Token::Text);
        const QString said = better > 0 ? tr("better: %1") : better < 0 ? tr("worse: %1") : QStringLiteral("%1");
        other->setAccessibleName(m_other ? said.arg(measureText(*m_other, row)) : tr("not tried"));
    }
}

void QualityPage::showButtons()
{
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    const QString needs = may ? QString() : tr("Needs the role operator.");
    const bool busy = m_waiting > 0;
    const bool chosen = m_list->currentIndex().isValid();
    const auto mode = api::KnowledgeMode(m_mode->currentData().toInt());
    m_share->setEnabled(mode == api::KnowledgeMode::Hybrid);
    m_shareText->setText(percentText(m_share->value() / 100.0));
    const QString present = m_options.mode() == api::KnowledgeMode::Hybrid
                                //: The present settings. %1 the way of searching, %2 how much meaning counts: "50 %"
                                ? tr("Now: %1, meaning %2").arg(modeName(m_options.mode()), percentText(m_options.meaningShare()))
                                : tr("Now: %1").arg(modeName(m_options.mode()));
    m_present->setText(present);
    m_run->setEnabled(!busy && !m_model->isEmpty());
    m_run->setText(busy ? tr("Trying…") : tr("Try both"));
    m_cancel->setVisible(busy);
    m_bar->setVisible(busy);
    const bool other = mode != m_options.mode()
                       || (mode == api::KnowledgeMode::Hybrid && m_share->value() != int(std::lround(m_options.meaningShare() * 100)));
    m_apply->setEnabled(other && !busy);
    m_apply->setToolTip(other ? QString() : tr("These are the present settings."));
    m_add->setEnabled(may);
    m_add->setToolTip(needs);
    m_edit->setEnabled(may && chosen);
    m_edit->setToolTip(needs);
    m_remove->setEnabled(may && chosen);
    m_remove->setToolTip(needs);
}

QWidget *QualityPage::firstFocus()
{
    return m_run->isEnabled() ? m_run : m_add;
}

void QualityPage::refresh()
{
    m_states->beginLoading();
    m_context.engine.ask(api::KnowledgeCheckQuery{}, this, [this](Result<std::vector<api::KnowledgeCheck>> checks) {
        if (!checks) {
            m_states->showFailure({tr("The test questions could not be read."), m_context.ticker.now(),
                                   m_model->isEmpty() ? QString() : tr("You see what was read last."), checks.error(), [this] { refresh(); }});
            return;
        }
        m_model->setChecks(*checks);
        if (m_model->isEmpty())
            m_states->showEmpty(
                {QStringLiteral("flask-conical"), tr("No test questions yet"),
                 tr("Add some twenty questions that people ask, each with the document that answers it. They show how well the search finds it."),
                 tr("Add a question"), [this] { addCheck(); }, Tone::Accent});
        else
            m_states->showContent();
        showButtons();
    });
}

void QualityPage::run()
{
    if (m_waiting > 0 || m_model->isEmpty())
        return;
    const quint64 number = ++m_number;
    m_now.reset();
    m_other.reset();
    m_waiting = 2;
    m_triedMode = api::KnowledgeMode(m_mode->currentData().toInt());
    m_triedShare = m_share->value() / 100.0;
    showFigures();
    showButtons();
    m_context.engine.ask(api::KnowledgeQualityQuery{m_options.mode(), m_options.meaningShare()}, this,
                         [this, number](Result<api::KnowledgeQuality> quality) {
                             if (number == m_number)
                                 take(false, std::move(quality));
                         });
    m_context.engine.ask(api::KnowledgeQualityQuery{m_triedMode, m_triedShare}, this, [this, number](Result<api::KnowledgeQuality> quality) {
        if (number == m_number)
            take(true, std::move(quality));
    });
}

void QualityPage::cancel()
{
    ++m_number;
    m_waiting = 0;
    showButtons();
    if (isVisible())
        m_run->setFocus(Qt::OtherFocusReason);
}

void QualityPage::take(bool other, Result<api::KnowledgeQuality> quality)
{
    m_waiting = std::max(0, m_waiting - 1);
    if (quality)
        (other ? m_other : m_now) = std::move(*quality);
    else
        tellFailure(tr("The questions could not be tried."), quality.error());
    m_model->setResults(m_now, m_other);
    showFigures();
    showButtons();
    if (m_waiting == 0 && m_now) {
        //: %1 is a measure from 0 to 1
        m_table->setAccessibleName(tr("Tried. Order of the first ten is now %1.").arg(figure(0, 0)));
        QAccessibleEvent alert(m_table, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void QualityPage::apply()
{
    const auto mode = api::KnowledgeMode(m_mode->currentData().toInt());
    const api::KnowledgeMode modeBefore = m_options.mode();
    const double shareBefore = m_options.meaningShare();
    m_options.setMode(mode);
    if (mode == api::KnowledgeMode::Hybrid)
        m_options.setMeaningShare(m_share->value() / 100.0);
    if (m_other && m_triedMode == mode && (mode != api::KnowledgeMode::Hybrid || m_triedShare == m_share->value() / 100.0)) {
        m_now = std::exchange(m_other, std::nullopt);
        m_model->setResults(m_now, m_other);
        showFigures();
    }
    showButtons();
    const QString text = tr("Knowledge is searched like this from now on");
    const QString key = QStringLiteral("knowledge/options");
    const auto undo = [this, modeBefore, shareBefore, key] {
        m_context.undo.removeKey(key);
        m_options.setMode(modeBefore);
        m_options.setMeaningShare(shareBefore);
    };
    m_context.undo.push({text, m_context.ticker.now().addSecs(60), undo, key});
    m_context.toasts.show(Toast{text, Tone::Neutral, tr("Undo"), undo});
}

void QualityPage::tellFailure(const QString &what, const Error &error)
{
    m_context.toasts.show(Toast{tr("%1 %2", "what failed, and why").arg(what, failureSentence(error)), Tone::Danger, {}, {}, errorDetails(error)});
}

void QualityPage::save(const api::KnowledgeCheck &check)
{
    m_context.engine.submit(api::SaveKnowledgeCheck{check}, this, [this](const Result<api::Receipt> &receipt) {
        if (!receipt)
            tellFailure(tr("The question was not saved."), receipt.error());
        refresh();
    });
}

void QualityPage::addCheck(api::KnowledgeCheck check)
{
    auto *dialog = new CheckDialog(m_context, std::move(check), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { save(dialog->check()); });
    dialog->open();
}

void QualityPage::editCheck()
{
    const QModelIndex index = m_list->currentIndex();
    if (index.isValid() && m_context.engine.caller().role >= api::Role::Operator)
        addCheck(m_model->at(index.row()).check);
}

void QualityPage::removeCheck()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const api::KnowledgeCheck check = m_model->at(index.row()).check;
    m_context.engine.submit(api::DeleteKnowledgeCheck{check.id}, this, [this, check](const Result<api::Receipt> &receipt) {
        if (!receipt) {
            tellFailure(tr("The question was not deleted."), receipt.error());
        } else {
            const QString text = tr("Question deleted: %1").arg(check.question);
            const QString key = QStringLiteral("knowledge-check/") + check.id;
            const auto undo = [this, check, key] {
                m_context.undo.removeKey(key);
                api::KnowledgeCheck again = check;
                again.id.clear();
                save(again);
            };
            m_context.undo.push({text, m_context.ticker.now().addSecs(10), undo, key});
            m_context.toasts.show(Toast{text, Tone::Neutral, tr("Undo"), undo});
        }
        refresh();
    });
}

} // namespace hs::ui
