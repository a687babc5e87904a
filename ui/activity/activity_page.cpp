#include "ui/activity/activity_page.h"

#include <QEvent>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/activity/pager.h"
#include "ui/activity/row_model.h"
#include "ui/activity/row_view.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_order.h"

namespace hs::ui {

namespace {

constexpr int WidestColumn = 220;
constexpr int LeastWideColumn = 180;
constexpr int FarthestRow = 5'000; ///< how far back a row that was asked for is looked for

} // namespace

ActivityPage::ActivityPage(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
}

void ActivityPage::build(QWidget *filters, RowModelBase *model, PagerBase *pager, QWidget *detail,
                         const QString &listName, const QString &failure)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(filters);
    column->addWidget(makeLine(this));

    m_list = new RowView(nullptr);
    m_list->setModel(model);
    m_list->setAlternatingRowColors(false);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setProperty("focusRing", true);
    m_list->setAccessibleName(listName);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionsMovable(false);
    m_list->viewport()->installEventFilter(this);
    m_states = new ContentStates(m_context.theme, m_list, this);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_states);
    split->addWidget(detail);
    split->setChildrenCollapsible(false);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    column->addWidget(split, 1);
    tabAfter(m_list, detail);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { currentChanged(); });
    connect(pager, &PagerBase::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_states->beginLoading();
    });
    connect(pager, &PagerBase::loaded, this, [this] { showState(); });
    connect(pager, &PagerBase::failed, this, [this, failure, model](const Error &error) {
        FailureState state;
        state.what = failure;
        state.since = m_context.ticker.now();
        state.stillWorks = model->rowCount() > 0 ? tr("You see what was read last.") : QString();
        state.error = error;
        state.retry = [this] { refresh(); };
        m_states->showFailure(state);
    });
}

int ActivityPage::currentRow() const
{
    return m_list->currentIndex().row();
}

void ActivityPage::settleColumns(int wideColumn)
{
    if (!m_settled && m_list->model()->rowCount() > 0) {
        m_settled = true;
        m_wideColumn = wideColumn;
        const int columns = m_list->model()->columnCount();
        for (int i = 0; i < columns; ++i) {
            m_list->resizeColumnToContents(i);
            m_list->setColumnWidth(i, std::min(m_list->columnWidth(i) + 8, m_context.theme.scaled(WidestColumn)));
        }
        fitWideColumn();
    }
    if (!m_list->currentIndex().isValid() && m_list->model()->rowCount() > 0)
        m_list->setCurrentIndex(m_list->model()->index(0, 0));
}

void ActivityPage::fitWideColumn()
{
    if (m_wideColumn < 0)
        return;
    int others = 0;
    for (int i = 0; i < m_list->model()->columnCount(); ++i)
        others += i == m_wideColumn ? 0 : m_list->columnWidth(i);
    const int width = std::max(m_context.theme.scaled(LeastWideColumn), m_list->viewport()->width() - others);
    if (m_list->columnWidth(m_wideColumn) != width)
        m_list->setColumnWidth(m_wideColumn, width);
}

bool ActivityPage::eventFilter(QObject *watched, QEvent *event)
{
    if (m_list && watched == m_list->viewport() && event->type() == QEvent::Resize)
        fitWideColumn();
    return QWidget::eventFilter(watched, event);
}

void ActivityPage::tell(const QString &what, const Error &error)
{
    //: %1 what did not work, a sentence; %2 why, a sentence.
    m_context.toasts.show(Toast{tr("%1 %2").arg(what, errorSentence(error)), Tone::Danger, {}, {}, errorDetails(error)});
}

void ActivityPage::reveal(RowModelBase &model, int row, QString &wanted, const QString &lost)
{
    if (wanted.isEmpty())
        return;
    if (row >= 0) {
        wanted.clear();
        m_list->setCurrentIndex(model.index(row, 0));
        m_list->scrollTo(m_list->currentIndex());
    } else if (model.hasMore() && model.rowCount() < FarthestRow) {
        model.fetchNext();
    } else {
        wanted.clear();
        m_context.toasts.show(lost);
    }
}

QPlainTextEdit *ActivityPage::makeContentField(const QString &name, QWidget *parent) const
{
    auto *field = new QPlainTextEdit(parent);
    field->setReadOnly(true);
    field->setFont(m_context.theme.font(TextStyle::Mono));
    field->setLineWrapMode(QPlainTextEdit::NoWrap);
    field->setAccessibleName(name);
    return field;
}

} // namespace hs::ui
