#include "ui/runs/run_history_page.h"

#include <algorithm>

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLocale>
#include <QSlider>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/runs/run_step_delegate.h"
#include "ui/runs/run_words.h"
#include "ui/text/duration_text.h"
#include "ui/versions/fork_dialog.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int SideBySide = 620; // from this width on, list and details stand beside each other

} // namespace

RunHistoryPage::RunHistoryPage(ViewContext &context, const Directory &directory, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(context.engine), m_commands(context, this)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *content = new QWidget;
    m_states = new ContentStates(context.theme, content, this);
    outer->addWidget(m_states);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    m_offers = new OfferStrip(context.theme, content);
    layout->addWidget(m_offers);
    layout->addWidget(makeLine(content));
    m_timeline = new RunTimeline(context.theme, context.ticker, content);
    layout->addWidget(makeBar());
    layout->addWidget(m_timeline);
    layout->addWidget(makeLine(content));

    m_split = new QSplitter(Qt::Horizontal, content);
    m_split->setChildrenCollapsible(false);
    m_list = new VirtualList;
    m_list->setEstimate(44);
    m_list->setRowMargins({0, 6, 0, 8});
    m_list->setAccessibleName(tr("Steps of the run"));
    m_list->setItemDelegate(new RunStepDelegate(context.theme, context.ticker, m_list));
    m_list->setModel(&m_model);
    m_split->addWidget(m_list);
    m_details = new StepDetails(context, directory);
    m_detailStates = new ContentStates(context.theme, m_details);
    m_split->addWidget(m_detailStates);
    m_split->setStretchFactor(0, 2);
    m_split->setStretchFactor(1, 3);
    layout->addWidget(m_split, 1);

    connect(m_offers, &OfferStrip::wanted, this, [this](const RunOffer &offer) { m_commands.carryOut(offer, m_model.head()); });
    connect(&m_commands, &RunCommands::done, this, [this] { refresh(); });
    connect(m_timeline, &RunTimeline::stepChosen, this, &RunHistoryPage::choose);
    connect(m_details, &StepDetails::stepChosen, this, &RunHistoryPage::choose);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) { choose(m_model.firstSeq() + value); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            choose(m_model.seqOf(index.row()));
    });
    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int first, int last) { m_model.wantRows(first, last); });
    connect(&context.theme, &Theme::changed, m_list, [this] { m_list->remeasureAll(); });
    connect(&context.engine, &api::Engine::callerChanged, this, [this] {
        m_offers->setOffers(offers());
        showFork();
    });
    connect(&m_model, &RunModel::loaded, this, &RunHistoryPage::takeAnswer);
    connect(&m_model, &RunModel::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The history could not be read."), m_context.ticker.now(),
                               m_model.hasAnswer() ? tr("You see what was read last.") : QString(), error, [this] { refresh(); }});
    });
}

QWidget *RunHistoryPage::makeBar()
{
    auto *bar = new QWidget;
    m_bar = new QGridLayout(bar);
    m_bar->setContentsMargins(16, 6, 12, 4);
    m_bar->setHorizontalSpacing(10);
    m_bar->setVerticalSpacing(4);
    m_bar->setColumnStretch(0, 2);
    m_bar->setColumnStretch(1, 3);
    m_slider = new QSlider(Qt::Horizontal, bar);
    m_slider->setAccessibleName(tr("As it stood at step"));
    m_slider->setSingleStep(1);
    m_slider->setPageStep(10);
    m_slider->setTracking(true);
    m_bar->addWidget(m_slider, 0, 0);
    m_place = new ElidedLabel({}, bar);
    setLabelStyle(m_place, TextStyle::Small, Token::Text2);
    m_bar->addWidget(m_place, 0, 1);
    m_fork = makeButton(tr("Fork from here…"), ButtonKind::Chip, m_context.theme, bar, QStringLiteral("split"));
    connect(m_fork, &QPushButton::clicked, this, &RunHistoryPage::fork);
    m_bar->addWidget(m_fork, 0, 2);
    m_tools = makeTools();
    m_bar->addWidget(m_tools, 0, 3);
    return bar;
}

QWidget *RunHistoryPage::makeTools()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_modes = new QButtonGroup(this);
    const std::pair<TimelineScale::Mode, QString> modes[] = {
        {TimelineScale::Mode::Fit, tr("Fit", "a timeline into its window")},
        {TimelineScale::Mode::Steps, tr("By step", "a timeline with the same width for each step")},
        {TimelineScale::Mode::Time, tr("By time", "a timeline as long as the time that passed")}};
    for (const auto &[mode, words] : modes) {
        QPushButton *button = makeButton(words, ButtonKind::Chip, m_context.theme, bar);
        button->setCheckable(true);
        button->setAccessibleName(tr("Timeline: %1").arg(words));
        button->setChecked(mode == m_timeline->mode());
        m_modes->addButton(button, int(mode));
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, mode = mode] { m_timeline->setMode(mode); });
    }
    QToolButton *out = makeIconButton(QStringLiteral("zoom-out"), tr("Smaller"), m_context.theme, bar);
    QToolButton *in = makeIconButton(QStringLiteral("zoom-in"), tr("Larger"), m_context.theme, bar);
    row->addWidget(out);
    row->addWidget(in);
    connect(out, &QToolButton::clicked, this, [this] { m_timeline->zoom(1 / 1.5); });
    connect(in, &QToolButton::clicked, this, [this] { m_timeline->zoom(1.5); });
    connect(m_timeline, &RunTimeline::modeChanged, this, [this] { m_modes->button(int(m_timeline->mode()))->setChecked(true); });
    return bar;
}

void RunHistoryPage::open(const api::Id &workflow)
{
    ++m_generation;
    m_current = -1;
    m_opened = m_asking = m_askAgain = false;
    m_stood.reset();
    showFork();
    m_follows = true;
    m_timeline->setPicture({});
    m_states->beginLoading();
    m_model.open(workflow);
}

void RunHistoryPage::refresh()
{
    m_model.refresh();
    if (m_current >= 0)
        askDetail();
}

std::vector<RunOffer> RunHistoryPage::offers() const
{
    return runOffers(m_model.head(), m_context.engine.caller().role);
}

QWidget *RunHistoryPage::firstFocus()
{
    return m_list;
}

void RunHistoryPage::takeAnswer()
{
    if (!m_model.hasSteps() && m_model.incidentSeq() < 0) {
        m_states->showEmpty({QStringLiteral("history"), tr("No steps yet"), tr("The first step is written when the run starts."), {}, {}, Tone::Neutral});
        return;
    }
    m_states->showContent();
    m_offers->setOffers(offers());
    const QSignalBlocker still(m_slider);
    m_slider->setRange(0, m_model.rowCount() - 1);
    if (!m_opened || (m_follows && m_current != (m_model.incidentSeq() >= 0 ? m_model.incidentSeq() : m_model.lastSeq())))
        openBestStep();
    else if (m_model.rowOf(m_current) < 0) // the failed input was handled
        choose(m_model.lastSeq());
    else
        showPlace();
    showPicture();
    Q_EMIT runChanged();
}

/// The failed input; of a run that failed, its last error; else the newest step.
void RunHistoryPage::openBestStep()
{
    if (m_model.incidentSeq() < 0 && m_model.hasSteps() && !m_model.step(m_model.lastSeq())) {
        m_model.wantRows(m_model.rowCount() - 1, m_model.rowCount() - 1);
        return; // the page that tells is on its way
    }
    m_opened = true;
    qint64 best = m_model.incidentSeq() >= 0 ? m_model.incidentSeq() : m_model.lastSeq();
    if (m_model.head().row.status == api::WorkflowStatus::Failed) {
        for (qint64 seq = m_model.lastSeq(); m_model.step(seq); --seq) {
            if (isFailure(*m_model.step(seq))) {
                best = seq;
                break;
            }
        }
    }
    choose(best);
}

void RunHistoryPage::choose(qint64 seq)
{
    const int row = m_model.rowOf(seq);
    if (row < 0)
        return;
    m_follows = row == m_model.rowCount() - 1;
    const bool other = seq != m_current;
    m_current = seq;
    {
        const QSignalBlocker still(m_slider);
        m_slider->setValue(row);
    }
    if (m_list->currentIndex().row() != row) {
        m_list->selectionModel()->setCurrentIndex(m_model.index(row), QItemSelectionModel::ClearAndSelect);
        m_list->scrollTo(m_model.index(row));
    }
    m_model.wantRows(std::max(0, row - 40), std::min(row + 40, m_model.rowCount() - 1));
    showPicture();
    showPlace();
    if (other)
        askDetail();
}

void RunHistoryPage::showPicture()
{
    if (m_current < 0)
        return;
    const RunPicture picture = m_model.picture(m_current);
    if (picture.steps.empty())
        return;
    m_timeline->setPicture(picture);
    showPlace();
    fitParts();
}

void RunHistoryPage::showPlace()
{
    const int row = m_model.rowOf(m_current);
    if (row < 0)
        return;
    const QString sentence = m_model.index(row).data(Qt::AccessibleTextRole).toString();
    m_timeline->setCurrent(m_current, sentence);
    m_slider->setAccessibleDescription(sentence);
    const api::RunStep *step = m_model.step(m_current);
    if (m_current == m_model.incidentSeq())
        m_place->setFullText(tr("The input that failed"));
    else if (step)
        //: Beside a slider over the steps of a run. %1 a step's number, %2 the last one's, %3 a moment
        m_place->setFullText(tr("Step %1 of %2 · %3").arg(QLocale().toString(m_current), QLocale().toString(m_model.lastSeq()),
                                                          momentText(step->at, m_context.ticker.now())));
    else
        m_place->setFullText(tr("Step %1 of %2").arg(QLocale().toString(m_current), QLocale().toString(m_model.lastSeq())));
}

/// One question at a time: who draws the slider wants the last of many steps.
void RunHistoryPage::askDetail()
{
    if (m_asking) {
        m_askAgain = true;
        return;
    }
    const bool incident = m_current == m_model.incidentSeq();
    if (incident && !m_model.hasSteps()) {
        m_details->showIncident(*m_model.head().incident, {});
        m_detailStates->showContent();
        return;
    }
    m_asking = true;
    m_detailStates->beginLoading();
    api::RunStepQuery query;
    query.workflow = m_model.workflow();
    query.seq = incident ? m_model.lastSeq() : m_current;
    m_context.engine.ask(query, this, [this, asked = m_current, incident, generation = m_generation](Result<api::RunStepDetail> detail) {
        if (generation != m_generation)
            return;
        m_asking = false;
        if (std::exchange(m_askAgain, false) && asked != m_current) {
            askDetail();
            return;
        }
        if (!detail) {
            m_detailStates->showFailure({tr("The step could not be read."), m_context.ticker.now(), tr("The list of steps still works."), detail.error(),
                                         [this] { askDetail(); }});
            return;
        }
        m_stood = *detail;
        showFork();
        if (incident && m_model.head().incident)
            m_details->showIncident(*m_model.head().incident, detail->after);
        else
            m_details->showStep(std::move(*detail));
        m_detailStates->showContent();
    });
}

QString RunHistoryPage::forkRefused() const
{
    if (!m_stood || m_model.head().row.id.isEmpty())
        return tr("Choose a step first.");
    if (m_context.engine.caller().role < api::Role::Operator)
        return tr("You may look, but not fork runs. Somebody with the role operator can do it.");
    if (m_stood->after.waitingOn.isEmpty())
        return tr("The run had ended with this step. Choose one before it.");
    return {};
}

void RunHistoryPage::showFork()
{
    const QString refused = forkRefused();
    m_fork->setEnabled(refused.isEmpty());
    m_fork->setToolTip(refused.isEmpty() ? tr("Begins a new run that stands where this one stood after the step. This one stays as it is.") : refused);
    m_fork->setAccessibleDescription(m_fork->toolTip());
}

void RunHistoryPage::fork()
{
    if (const QString refused = forkRefused(); !refused.isEmpty())
        m_context.toasts.show(refused, Tone::Info);
    else
        (new ForkDialog(m_context, m_model.head().row, m_stood->step.seq, m_stood->after, window()))->open();
}

void RunHistoryPage::fitParts()
{
    const bool beside = width() >= m_context.theme.scaled(SideBySide);
    if (beside != m_beside) {
        m_beside = beside;
        m_split->setOrientation(beside ? Qt::Horizontal : Qt::Vertical);
        m_bar->removeWidget(m_tools);
        m_bar->removeWidget(m_fork);
        if (beside) {
            m_bar->addWidget(m_fork, 0, 2);
            m_bar->addWidget(m_tools, 0, 3);
        } else {
            m_bar->addWidget(m_tools, 1, 0, 1, 2, Qt::AlignLeading);
            m_bar->addWidget(m_fork, 2, 0, 1, 2, Qt::AlignLeading);
        }
    }
    // Above each other, the list and the details need the room more.
    const int most = std::max(m_timeline->minimumSizeHint().height(), beside ? height() * 2 / 5 : height() / 5);
    m_timeline->setFixedHeight(std::clamp(m_timeline->wantedHeight(), m_timeline->minimumSizeHint().height(), most));
}

void RunHistoryPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitParts();
}

} // namespace hs::ui
