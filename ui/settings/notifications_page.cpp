#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QTimeEdit>

#include "ui/notifications/notice_class.h"
#include "ui/settings/pages.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

NotificationsPage::NotificationsPage(ViewContext &context, SettingsStore &store, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("notifications"), tr("What may call you away from other work, at this desk."), parent)
{
    setKeywords(tr("banner badge sound quiet hours mute"));
    Preferences &preferences = context.preferences;
    for (const NoticeClass kind : allNoticeClasses()) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(0, 6, 0, 2);
        row->addWidget(makeLabel(noticeClassTitle(kind), TextStyle::Body, Token::Text, body()), 3);
        auto *how = new QComboBox(body());
        how->setAccessibleName(noticeClassTitle(kind));
        how->addItem(tr("Off"), int(NoticeLoudness::Off));
        how->addItem(tr("Badge"), int(NoticeLoudness::Badge));
        how->addItem(tr("Banner"), int(NoticeLoudness::Banner));
        how->addItem(tr("Banner with sound"), int(NoticeLoudness::Sound));
        how->setCurrentIndex(how->findData(int(noticeLoudness(preferences, kind))));
        connect(how, &QComboBox::activated, this, [&preferences, how, kind](int index) {
            setNoticeLoudness(preferences, kind, NoticeLoudness(how->itemData(index).toInt()));
        });
        row->addWidget(how, 2);
        addBlock(row);
    }
    addHeading(tr("Quiet hours"));
    auto *quiet = new QCheckBox(tr("No banners between"), body());
    auto *from = new QTimeEdit(preferences.value(QStringLiteral("notify/quietFrom"), QTime(19, 0)).toTime(), body());
    auto *until = new QTimeEdit(preferences.value(QStringLiteral("notify/quietUntil"), QTime(8, 0)).toTime(), body());
    from->setAccessibleName(tr("Quiet from"));
    until->setAccessibleName(tr("Quiet until"));
    quiet->setChecked(preferences.value(QStringLiteral("notify/quiet"), false).toBool());
    connect(quiet, &QCheckBox::clicked, this, [&preferences](bool on) { preferences.setValue(QStringLiteral("notify/quiet"), on); });
    connect(from, &QTimeEdit::timeChanged, this, [&preferences](QTime time) { preferences.setValue(QStringLiteral("notify/quietFrom"), time); });
    connect(until, &QTimeEdit::timeChanged, this, [&preferences](QTime time) { preferences.setValue(QStringLiteral("notify/quietUntil"), time); });
    auto *row = new QHBoxLayout;
    row->addWidget(quiet);
    row->addWidget(from);
    row->addWidget(until);
    row->addStretch(1);
    addBlock(row);
    const auto flag = [&](const QString &text, const QString &key, bool fallback) {
        auto *box = new QCheckBox(text, body());
        box->setChecked(preferences.value(key, fallback).toBool());
        connect(box, &QCheckBox::clicked, this, [&preferences, key](bool on) { preferences.setValue(key, on); });
        addBlock(box);
    };
    flag(tr("Overdue urgent escalations may break the quiet hours"), QStringLiteral("notify/urgentBreaks"), false);
    flag(tr("Hide names and contents in banners"), QStringLiteral("notify/hideContent"), false);
}

} // namespace hs::ui
