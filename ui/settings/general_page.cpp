#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/settings/pages.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

GeneralPage::GeneralPage(ViewContext &context, SettingsStore &store, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("general"), tr("How the console behaves at this desk, and how long a decision can be taken back."), parent)
{
    setKeywords(tr("close tray quit keys undo hold"));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 12, 0, 4);
    row->setSpacing(16);
    row->addWidget(makeLabel(tr("When the window is closed"), TextStyle::Strong, Token::Text, body()), 3);
    auto *closing = new QComboBox(body());
    closing->setAccessibleName(tr("When the window is closed"));
    closing->addItem(tr("Ask once"), QStringLiteral("ask"));
    closing->addItem(tr("Keep running in the background"), QStringLiteral("keep"));
    closing->addItem(tr("Quit"), QStringLiteral("quit"));
    closing->setCurrentIndex(std::max(0, closing->findData(context.preferences.value(QStringLiteral("window/onClose"), QStringLiteral("ask")))));
    QObject::connect(closing, &QComboBox::activated, this, [&context, closing](int index) {
        context.preferences.setValue(QStringLiteral("window/onClose"), closing->itemData(index));
    });
    row->addWidget(closing, 2);
    addBlock(row);

    auto *keys = new QCheckBox(tr("Single letters work in lists (C claim, R reject, …)"), body());
    keys->setChecked(context.actions.singleKeys());
    connect(keys, &QCheckBox::clicked, this, [&context](bool on) { context.actions.setSingleKeys(on); });
    addBlock(keys);
    addHeading(tr("Undo"));
    addSections({QStringLiteral("holds")});
}

} // namespace hs::ui
