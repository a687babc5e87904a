#pragma once

#include "ui/settings/settings_page.h"

class QVBoxLayout;

namespace hs::ui {

/// The receiver's settings and a card for each source: address to copy, secret
/// (write-only, with rotation), pause, its own settings, its latest deliveries.
class ReceiverPage final : public SettingsPage {
    Q_OBJECT
public:
    ReceiverPage(ViewContext &context, SettingsStore &store, QWidget *parent);
    void shown() override;

private:
    void ask();
    QWidget *makeCard(const api::IntegrationCard &source);

    QVBoxLayout *m_cards;
    QWidget *m_box;
};

/// Mail and chat: their settings, their secrets, and a test.
class ChannelsPage final : public SettingsPage {
    Q_OBJECT
public:
    ChannelsPage(ViewContext &context, SettingsStore &store, QWidget *parent);
    void shown() override;

private:
    void addChannel(const QString &title, const QString &secret, const QString &secretTitle, const QString &integration);
    std::vector<std::pair<QString, QLabel *>> m_secretStates;
};

/// A dialog that sets a secret; the value is never shown again. `done` after it was kept.
void askForSecret(ViewContext &context, const QString &name, const QString &title, bool hasOne, QWidget *parent,
                  std::function<void()> done);

} // namespace hs::ui
