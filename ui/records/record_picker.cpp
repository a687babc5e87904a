#include "ui/records/record_picker.h"

#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/records/record_row_delegate.h"
#include "ui/states/content_states.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {
constexpr int PickerAhead = 30; ///< rows before the end at which the next page is asked for
}

RecordPicker::RecordPicker(ViewContext &context, const QString &database, const QString &property, QWidget *parent)
    : QDialog(parent), m_context(context), m_model(context.engine)
{
    //: %1 is the name of a property
    setWindowTitle(tr("Choose a record for “%1”").arg(property));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 14);
    column->setSpacing(8);
    column->addWidget(makeWrappingLabel(windowTitle(), TextStyle::Subtitle, Token::Text, this));
    m_search = new SearchField(context.theme, tr("Find a record"), this);
    m_search->installEventFilter(this);
    column->addWidget(m_search);
    m_list = new VirtualList;
    m_list->setEstimate(48);
    m_list->setAccessibleName(tr("Records"));
    m_list->setItemDelegate(new RecordRowDelegate(context.theme, context.ticker, m_list));
    m_list->setModel(&m_model);
    m_states = new ContentStates(context.theme, m_list, this);
    column->addWidget(m_states, 1);
    auto *buttons = new QDialogButtonBox(this);
    m_take = buttons->addButton(tr("Take this record"), QDialogButtonBox::AcceptRole);
    setButtonKind(m_take, ButtonKind::Primary);
    m_take->setEnabled(false);
    buttons->addButton(QDialogButtonBox::Cancel);
    column->addWidget(buttons);
    resize(context.theme.scaled(460), context.theme.scaled(520));

    connect(m_search, &SearchField::searched, this, [this](const QString &text) {
        api::RecordQuery query = m_model.shown();
        query.text = text;
        m_model.show(query);
    });
    connect(&m_model, &RecordListModel::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_states->beginLoading();
    });
    connect(&m_model, &RecordListModel::loaded, this, &RecordPicker::showState);
    connect(&m_model, &RecordListModel::failed, this, [this](const Error &error) {
        m_states->showFailure({tr("The records could not be read."), m_context.ticker.now(), {}, error, [this] { m_model.refresh(); }});
    });
    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int, int last) {
        if (last >= m_model.size() - PickerAhead)
            m_model.loadMore();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { m_take->setEnabled(current.isValid()); });
    connect(m_list, &QAbstractItemView::activated, this, &RecordPicker::take);
    connect(m_list, &QAbstractItemView::doubleClicked, this, &RecordPicker::take);
    connect(buttons, &QDialogButtonBox::accepted, this, &RecordPicker::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    api::RecordQuery query;
    query.database = database;
    m_model.show(query);
    m_search->setFocus();
}

bool RecordPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down && !m_model.isEmpty()) {
        m_list->setFocus(Qt::TabFocusReason);
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model.index(0, 0));
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void RecordPicker::showState()
{
    if (!m_model.isEmpty())
        m_states->showContent();
    else if (m_model.shown().text.isEmpty())
        m_states->showEmpty({QStringLiteral("database"), tr("No records yet"), tr("There is nothing here that could be chosen."), {}, {}, Tone::Neutral});
    else
        m_states->showEmpty({QStringLiteral("search"), tr("No record matches"), tr("Try another word."), tr("Clear the search"),
                             [this] { m_search->clear(); }, Tone::Neutral});
}

void RecordPicker::take()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    const api::RecordRow &row = m_model.at(current.row());
    Q_EMIT chosen(row.id, row.title);
    accept();
}

} // namespace hs::ui
