#pragma once

#include <optional>

#include <QWidget>

#include "ui/activity/pager.h"
#include "ui/integrations/ai_call_model.h"
#include "ui/shell/view_context.h"

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class BudgetList;
class Chip;
class ContentStates;
class RowView;

/// A provider of language models, opened from its card: how it does in plain words, its models, its key, what was spent of
/// what may be spent today, and every call with what it cost, why it was made and what was masked in it. GUI thread.
class AiPage final : public QWidget {
    Q_OBJECT
public:
    explicit AiPage(ViewContext &context, QWidget *parent = nullptr);

    void setCard(const api::IntegrationCard &card);
    void refresh();
    void tick();
    [[nodiscard]] QWidget *firstFocus() const;
    [[nodiscard]] RowView *calls() const { return m_list; }

Q_SIGNALS:
    void backWanted();
    void checkWanted(const QString &name);
    void secretWanted(const QString &name);

private:
    void makeHead();
    void makeCalls();
    void askStatus();
    void showStatus();
    void askCalls();
    void showCalls();
    void currentChanged();
    void updateButtons();
    [[nodiscard]] const api::AiProviderRow *provider() const;

    ViewContext &m_context;
    api::IntegrationCard m_card;
    std::optional<api::AiStatus> m_status;
    bool m_asking = false;
    bool m_again = false;
    AiCallModel m_model;
    Pager<api::AiCallQuery, api::AiCallRow> m_pager;

    QVBoxLayout *m_column = nullptr;
    QPushButton *m_back = nullptr;
    QLabel *m_icon = nullptr;
    QLabel *m_title = nullptr;
    Chip *m_state = nullptr;
    QLabel *m_sentence = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_trouble = nullptr;
    QPushButton *m_check = nullptr;
    QPushButton *m_key = nullptr;
    QPushButton *m_settings = nullptr;
    BudgetList *m_budgets = nullptr;
    QLabel *m_prices = nullptr;
    QComboBox *m_filter = nullptr;
    ContentStates *m_states = nullptr;
    RowView *m_list = nullptr;
    QLabel *m_detail = nullptr;
    QPushButton *m_why = nullptr;
    QPushButton *m_trail = nullptr;
};

} // namespace hs::ui
