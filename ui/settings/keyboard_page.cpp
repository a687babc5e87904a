#include <QDialog>
#include <QHeaderView>
#include <QHBoxLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/settings/pages.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

KeyboardPage::KeyboardPage(ViewContext &context, SettingsStore &store, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("keyboard"), tr("Every action and its key. Press Enter on a row to change it."), parent),
      m_table(new QTableWidget(0, 2, body()))
{
    setKeywords(tr("shortcut key"));
    m_table->setHorizontalHeaderLabels({tr("Action"), tr("Key")});
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Actions and their keys"));
    m_table->setProperty("focusRing", true);
    m_table->setMinimumHeight(context.theme.scaled(420));
    addBlock(m_table);
    connect(m_table, &QTableWidget::activated, this, [this](const QModelIndex &index) { edit(index.row()); });
    connect(&context.actions, &ActionRegistry::changed, this, [this] {
        if (isVisible())
            fill();
    });
}

void KeyboardPage::shown()
{
    fill();
}

void KeyboardPage::fill()
{
    const int current = m_table->currentRow();
    m_table->setRowCount(0);
    QStringList seen;
    for (const ActionRegistry::Item &item : context().actions.items()) {
        if (seen.contains(item.spec.id))
            continue;
        seen << item.spec.id;
        const int row = m_table->rowCount();
        m_table->insertRow(row);
        auto *text = new QTableWidgetItem(item.spec.text);
        text->setData(Qt::UserRole, item.spec.id);
        if (!item.spec.icon.isEmpty())
            text->setIcon(context().theme.icon(item.spec.icon));
        const QString key = context().actions.shortcut(item.spec.id).toString(QKeySequence::NativeText);
        //: %1 is an action, %2 its key or "no key"
        text->setData(Qt::AccessibleTextRole, tr("%1, %2").arg(item.spec.text, key.isEmpty() ? tr("no key") : key));
        m_table->setItem(row, 0, text);
        auto *cell = new QTableWidgetItem(key);
        cell->setData(Qt::AccessibleTextRole, key.isEmpty() ? tr("no key") : key);
        m_table->setItem(row, 1, cell);
    }
    if (current >= 0)
        m_table->setCurrentCell(current, 0);
}

void KeyboardPage::edit(int row)
{
    const QTableWidgetItem *item = m_table->item(row, 0);
    if (!item)
        return;
    const QString id = item->data(Qt::UserRole).toString();
    ActionRegistry &actions = context().actions;
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Change the key"));
    auto *column = new QVBoxLayout(dialog);
    column->addWidget(makeWrappingLabel(item->text(), TextStyle::Strong, Token::Text, dialog));
    auto *edit = new QKeySequenceEdit(actions.shortcut(id), dialog);
    edit->setAccessibleName(tr("New key"));
    column->addWidget(edit);
    QLabel *note = makeWrappingLabel(tr("Press the new key."), TextStyle::Small, Token::Text2, dialog);
    column->addWidget(note);
    auto *buttons = new QHBoxLayout;
    QPushButton *usual = makeButton(tr("Back to the default"), ButtonKind::Link, context().theme, dialog);
    QPushButton *none = makeButton(tr("No key"), ButtonKind::Normal, context().theme, dialog);
    QPushButton *set = makeButton(tr("Set"), ButtonKind::Primary, context().theme, dialog);
    buttons->addWidget(usual);
    buttons->addStretch(1);
    buttons->addWidget(none);
    buttons->addWidget(set);
    column->addLayout(buttons);
    connect(edit, &QKeySequenceEdit::keySequenceChanged, dialog, [&actions, id, note, set, dialog](const QKeySequence &key) {
        const QString other = actions.conflictOf(id, key);
        const QAction *action = other.isEmpty() ? nullptr : actions.find(other);
        note->setText(action ? tr("“%1” has this key. Setting it takes it away there.").arg(action->text()) : QString());
        Q_UNUSED(dialog)
        set->setEnabled(!key.isEmpty());
    });
    connect(set, &QPushButton::clicked, dialog, [&actions, id, edit, dialog] {
        const QString other = actions.conflictOf(id, edit->keySequence());
        if (!other.isEmpty())
            actions.setShortcut(other, {});
        actions.setShortcut(id, edit->keySequence());
        dialog->accept();
    });
    connect(none, &QPushButton::clicked, dialog, [&actions, id, dialog] {
        actions.setShortcut(id, {});
        dialog->accept();
    });
    connect(usual, &QPushButton::clicked, dialog, [&actions, id, dialog] {
        actions.resetShortcut(id);
        dialog->accept();
    });
    dialog->resize(context().theme.scaled(380), dialog->sizeHint().height());
    dialog->open();
}

} // namespace hs::ui
