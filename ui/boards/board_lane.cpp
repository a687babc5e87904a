#include "ui/boards/board_lane.h"

#include <algorithm>

#include <QApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollBar>

#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

namespace {
constexpr int UndoSeconds = 10;
}

BoardLane::BoardLane(ViewContext &context, const Directory &directory, CardMarks &marks, QWidget *parent)
    : QWidget(parent), m_context(context), m_directory(directory), m_marks(marks), m_model(context.engine)
{
    m_model.setMarks(&marks);
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins(12, 10, 12, 4);
    m_row->setSpacing(10);
    connect(&m_model, &BoardModel::columnsReplaced, this, &BoardLane::rebuild);
    connect(&m_model, &BoardModel::dropped, this, &BoardLane::bring);
    connect(&m_model, &BoardModel::moved, this, [this](const QString &workflow, const QString &number, const QString &column) {
        select(workflow);
        //: %1 is a card's number such as LC-318, %2 a column of the board
        const QString text = tr("Moved %1 to %2").arg(number, column);
        const QPointer<BoardLane> self(this);
        const auto undo = [self, workflow, number] {
            if (self)
                self->undoMove(workflow, number);
        };
        UndoCenter::Entry entry;
        entry.text = text;
        entry.until = m_context.ticker.now().addSecs(UndoSeconds);
        entry.undo = undo;
        entry.key = QStringLiteral("card/") + workflow;
        const quint64 id = m_context.undo.push(entry);
        m_context.toasts.show({text, Tone::Ok, tr("Undo"), [self, id, undo] {
                                   if (self) {
                                       self->m_context.undo.remove(id);
                                       undo();
                                   }
                               }, {}});
    });
    connect(&m_model, &BoardModel::moveRefused, this,
            [this](const QString &workflow, const QString &number, const QString &reason) {
                select(workflow);
                //: %1 is a card's number such as LC-318, %2 a sentence with the reason
                m_context.toasts.show(tr("%1 stays where it was. %2").arg(number, reason), Tone::Warn);
            });
    connect(&m_directory, &Directory::operatorsChanged, this, [this] {
        for (ColumnWidget *column : m_columns)
            column->list().viewport()->update();
    });
    // Ages are whole minutes: once a minute is enough, and only for what is seen.
    connect(&context.ticker, &Ticker::ticked, this, [this](const QDateTime &now) {
        if (now.toSecsSinceEpoch() / 60 == m_minute || !isVisible())
            return;
        m_minute = now.toSecsSinceEpoch() / 60;
        for (ColumnWidget *column : m_columns)
            column->list().viewport()->update();
    });
}

void BoardLane::rebuild()
{
    const QString currentId = currentCard() ? currentCard()->row.id : QString();
    for (ColumnWidget *column : m_columns)
        delete column;
    m_columns.clear();
    const auto &models = m_model.columns();
    for (std::size_t i = 0; i < models.size(); ++i) {
        auto *column = new ColumnWidget(m_context, m_directory, *models[i], int(i), int(models.size()), this);
        column->list().setMarks(m_marks);
        column->setLaneName(m_name);
        column->setFolded(m_folded.contains(column->model().info().key));
        m_row->addWidget(column, 1);
        m_columns.push_back(column);
        connectList(column);
    }
    if (!currentId.isEmpty())
        select(currentId);
    Q_EMIT columnsChanged();
}

void BoardLane::connectList(ColumnWidget *column)
{
    ColumnList &list = column->list();
    connect(&list, &ColumnList::dragStarted, this, &BoardLane::showDrag);
    connect(&list, &ColumnList::dragEnded, this, &BoardLane::endDrag);
    connect(&list, &ColumnList::leftBySide, this, [this, column](int direction) { walk(column, direction); });
    connect(&list, &ColumnList::leftByEdge, this, [this, column](int direction) {
        Q_EMIT leftByEdge(int(std::find(m_columns.begin(), m_columns.end(), column) - m_columns.begin()), direction);
    });
    connect(&list, &ColumnList::moveByKey, this, &BoardLane::moveCurrent);
    connect(&list, &QAbstractItemView::activated, this, [this] { openCurrent(); });
    connect(&list, &QWidget::customContextMenuRequested, this, [this, column](const QPoint &at) { showMenu(column, at); });
    connect(list.selectionModel(), &QItemSelectionModel::currentChanged, this, [this, column](const QModelIndex &current) {
        if (!current.isValid())
            return;
        m_current = column;
        // One selection on the whole board.
        for (ColumnWidget *other : m_columns) {
            if (other != column) {
                other->list().selectionModel()->clearSelection();
                other->list().selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
            }
        }
        Q_EMIT currentChanged();
    });
    connect(column, &ColumnWidget::foldedChanged, this,
            [this, column](bool folded) { Q_EMIT foldedChanged(column->model().info().key, folded); });
}

void BoardLane::setFoldedColumns(const QSet<QString> &keys)
{
    m_folded = keys;
    for (ColumnWidget *column : m_columns)
        column->setFolded(keys.contains(column->model().info().key));
}

int BoardLane::wholeHeight() const
{
    int most = 0;
    for (const ColumnWidget *column : m_columns) {
        if (!column->isFolded())
            most = std::max(most, column->headHeight() + (column->model().isEmpty() ? 0 : column->list().contentHeight()));
    }
    const QMargins margins = m_row->contentsMargins();
    return most + margins.top() + margins.bottom();
}

void BoardLane::setName(const QString &name)
{
    m_name = name;
    for (ColumnWidget *column : m_columns)
        column->setLaneName(name);
}

ColumnList *BoardLane::currentList() const
{
    return m_current ? &m_current->list() : nullptr;
}

const api::Card *BoardLane::currentCard() const
{
    if (!m_current)
        return nullptr;
    const QModelIndex index = m_current->list().currentIndex();
    return index.isValid() ? &m_current->model().at(index.row()) : nullptr;
}

void BoardLane::select(const api::Id &workflow)
{
    for (ColumnWidget *column : m_columns) {
        const int row = column->model().find(workflow);
        if (row < 0)
            continue;
        const bool focused = isAncestorOf(QApplication::focusWidget());
        column->list().setCurrentIndex(column->model().index(row));
        column->list().scrollTo(column->model().index(row));
        if (focused)
            column->list().setFocus(Qt::OtherFocusReason);
        return;
    }
}

void BoardLane::walk(ColumnWidget *from, int direction)
{
    const auto at = std::find(m_columns.begin(), m_columns.end(), from);
    int i = int(at - m_columns.begin()) + direction;
    while (i >= 0 && i < int(m_columns.size()) && (m_columns[std::size_t(i)]->isFolded() || m_columns[std::size_t(i)]->model().isEmpty()))
        i += direction;
    if (i < 0 || i >= int(m_columns.size()))
        return;
    // The card beside, at the same height on screen.
    ColumnWidget *to = m_columns[std::size_t(i)];
    const int y = from->list().visualRect(from->list().currentIndex()).top() + 8;
    QModelIndex index = to->list().indexAt({to->list().viewport()->width() / 2, y});
    if (!index.isValid())
        index = to->model().index(std::max(0, to->list().lastVisible()));
    to->list().setFocus(Qt::TabFocusReason);
    to->list().setCurrentIndex(index);
}

void BoardLane::showDrag(const QString &workflow)
{
    const api::Card *card = m_model.card(workflow);
    if (!card)
        return;
    Q_EMIT dragging(true);
    for (ColumnWidget *column : m_columns) {
        const QString key = column->model().info().key;
        const ColumnVerdict verdict = verdictFor(*card, key);
        QString reason = verdictSentence(*card, verdict, key, m_model.columnInfos());
        auto state = ColumnList::DragState::Forbidden;
        if (verdict.kind == ColumnVerdict::Kind::Here)
            state = ColumnList::DragState::Source;
        else if (verdict.kind == ColumnVerdict::Kind::Allowed)
            state = ColumnList::DragState::Welcome;
        if (state == ColumnList::DragState::Welcome && column->model().atLimit())
            reason = tr("The limit is reached; you will be asked.");
        column->setDrag(state, reason);
    }
}

void BoardLane::endDrag()
{
    for (ColumnWidget *column : m_columns)
        column->setDrag(ColumnList::DragState::None);
    Q_EMIT dragging(false);
}

void BoardLane::fade(bool faded)
{
    for (ColumnWidget *column : m_columns)
        column->setDrag(faded ? ColumnList::DragState::Forbidden : ColumnList::DragState::None);
}

void BoardLane::bring(const api::Id &workflow, const QString &column)
{
    const api::Card *card = m_model.card(workflow);
    if (!card)
        return;
    const ColumnVerdict verdict = verdictFor(*card, column);
    if (verdict.kind == ColumnVerdict::Kind::Allowed)
        chooseMove(workflow, verdict.moves);
    else if (verdict.kind == ColumnVerdict::Kind::Forbidden)
        m_context.toasts.show(verdictSentence(*card, verdict, column, m_model.columnInfos()), Tone::Warn);
}

QPoint BoardLane::menuPosition() const
{
    if (!m_current)
        return mapToGlobal(rect().center());
    const ColumnList &list = m_current->list();
    return list.viewport()->mapToGlobal(list.visualRect(list.currentIndex()).center());
}

void BoardLane::chooseMove(const api::Id &workflow, const std::vector<api::LegalMove> &moves)
{
    if (moves.size() == 1) {
        confirmMove(workflow, moves.front());
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const api::LegalMove &move : moves)
        menu->addAction(moveText(move, m_model.columnInfos()), this, [this, workflow, move] { confirmMove(workflow, move); });
    menu->popup(menuPosition());
    menu->setActiveAction(menu->actions().constFirst());
}

void BoardLane::confirmMove(const api::Id &workflow, const api::LegalMove &move)
{
    const ColumnModel *target = m_model.column(move.column);
    const api::Card *card = m_model.card(workflow);
    if (target && card && target->atLimit() && card->row.column != move.column) {
        //: %1 is a column of the board, %2 how many cards it may hold
        const QString question = tr("“%1” already holds as many cards as it should (%2). Move one more in?")
                                     .arg(columnTitle(move.column, m_model.columnInfos()), QLocale().toString(target->info().limit));
        askFirst(window(), tr("Limit reached"), question, tr("Move in"), [this, workflow, move] { m_model.move(workflow, move); });
        return;
    }
    m_model.move(workflow, move);
}

void BoardLane::moveCurrent(int direction)
{
    const api::Card *card = currentCard();
    if (!card)
        return;
    const auto moves = movesTowards(*card, direction, m_model.columnInfos());
    if (!moves.empty()) {
        chooseMove(card->row.id, moves);
        return;
    }
    const auto others = movesTowards(*card, -direction, m_model.columnInfos());
    // A rule that stands in the way on this side is the reason; else, when nothing is possible at all, any forbidden column tells why.
    const bool refusedHere = std::any_of(card->moves.begin(), card->moves.end(), [](const api::LegalMove &move) { return move.refused; });
    if (others.empty() || refusedHere) {
        for (const api::ColumnInfo &info : m_model.columnInfos()) {
            const ColumnVerdict verdict = verdictFor(*card, info.key);
            if (verdict.kind == ColumnVerdict::Kind::Forbidden && (others.empty() || verdict.refused)) {
                m_context.toasts.show(verdictSentence(*card, verdict, info.key, m_model.columnInfos()), Tone::Warn);
                return;
            }
        }
    }
    m_context.toasts.show(direction > 0 ? tr("The workflow has no way forward from here by hand.")
                                        : tr("The workflow has no way back from here by hand."),
                          Tone::Warn);
}

void BoardLane::openCurrent()
{
    if (const api::Card *card = currentCard())
        m_context.navigator.open(QStringLiteral("workflow"), card->row.id);
}

void BoardLane::openHistoryOfCurrent()
{
    if (const api::Card *card = currentCard())
        m_context.navigator.open(QStringLiteral("run"), card->row.id);
}

void BoardLane::fillAssignMenu(QMenu *menu, const api::Id &workflow, const QString &assignee)
{
    const auto assign = [this, workflow](const QString &to) {
        m_context.engine.submit(api::AssignWorkflow{workflow, to}, this, [this](Result<api::Receipt> receipt) {
            if (!receipt)
                tellFailure(tr("The card could not be assigned."), receipt.error());
        });
    };
    for (const api::OperatorRow &person : m_directory.operators()) {
        QAction *action = menu->addAction(person.name, this, [assign, id = person.id] { assign(id); });
        action->setCheckable(true);
        action->setChecked(person.id == assignee);
    }
    if (m_directory.operators().empty())
        menu->addAction(tr("No people are known yet"))->setEnabled(false);
    menu->addSeparator();
    QAction *nobody = menu->addAction(tr("Nobody"), this, [assign] { assign({}); });
    nobody->setCheckable(true);
    nobody->setChecked(assignee.isEmpty());
}

void BoardLane::assignCurrent()
{
    const api::Card *card = currentCard();
    if (!card)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillAssignMenu(menu, card->row.id, card->row.assignee);
    menu->popup(menuPosition());
}

void BoardLane::cancelCurrent()
{
    const api::Card *card = currentCard();
    if (!card)
        return;
    //: %1 is a card's number, %2 its title
    askReason(window(), tr("Cancel %1").arg(card->row.number),
              tr("Why does “%1” end here? The reason is kept in its history.").arg(card->row.title), tr("Cancel it"),
              [this, id = card->row.id](const QString &reason) {
                  m_context.engine.submit(api::CancelWorkflow{id, reason}, this, [this](Result<api::Receipt> receipt) {
                      if (!receipt)
                          tellFailure(tr("It could not be cancelled."), receipt.error());
                  });
              });
}

void BoardLane::showMenu(ColumnWidget *column, const QPoint &position)
{
    const QModelIndex index = column->list().indexAt(position);
    if (!index.isValid())
        return;
    column->list().setCurrentIndex(index);
    const api::Card card = column->model().at(index.row());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_context.theme.icon(QStringLiteral("external-link")), tr("Open"), this, &BoardLane::openCurrent);
    menu->addAction(m_context.theme.icon(QStringLiteral("history")), tr("History"), this, &BoardLane::openHistoryOfCurrent);
    menu->addSeparator();
    QMenu *moves = menu->addMenu(m_context.theme.icon(QStringLiteral("arrow-right")), tr("Move to"));
    for (const api::LegalMove &move : card.moves) {
        QAction *action = moves->addAction(moveText(move, m_model.columnInfos()), this, [this, id = card.row.id, move] { confirmMove(id, move); });
        action->setEnabled(!move.refused);
    }
    if (card.moves.empty()) {
        QAction *none = moves->addAction(verdictSentence(card, {}, {}, m_model.columnInfos()));
        none->setEnabled(false);
    }
    fillAssignMenu(menu->addMenu(m_context.theme.icon(QStringLiteral("user-plus")), tr("Assign to")), card.row.id,
                   card.row.assignee);
    // Those that concern several cards as well act on the selection where there is one.
    for (const char *id : {"board.select", "board.priority", "board.pause"})
        if (QAction *action = m_context.actions.find(QLatin1String(id)))
            menu->addAction(action);
    menu->addSeparator();
    QAction *cancel = menu->addAction(m_context.theme.icon(QStringLiteral("ban")), tr("Cancel with a reason…"), this,
                                      &BoardLane::cancelCurrent);
    const bool open = card.row.status == api::WorkflowStatus::Running || card.row.status == api::WorkflowStatus::Paused
                      || card.row.status == api::WorkflowStatus::Incident;
    cancel->setEnabled(open);
    menu->popup(column->list().viewport()->mapToGlobal(position));
}

void BoardLane::undoMove(const api::Id &workflow, const QString &number)
{
    m_context.engine.submit(api::UndoMove{workflow}, this, [this, workflow, number](Result<api::Receipt> receipt) {
        if (!receipt) {
            tellFailure(tr("The move could not be taken back."), receipt.error());
            return;
        }
        //: %1 is a card's number such as LC-318
        m_context.toasts.show(tr("%1 is back where it was.").arg(number), Tone::Neutral);
        m_model.refresh();
    });
}

void BoardLane::tellFailure(const QString &what, const Error &error)
{
    m_context.toasts.show({what + QLatin1Char(' ') + errorSentence(error), Tone::Danger, {}, {}, errorDetails(error)});
}

} // namespace hs::ui
