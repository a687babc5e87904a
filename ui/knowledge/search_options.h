#pragma once

#include <QWidget>

#include "engine/api/knowledge.h"
#include "ui/shell/view_context.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QSlider;

namespace hs::ui {

/// How is searched: by words, by meaning or both, and how much either counts. Kept as the user's own; GUI thread.
class SearchOptions final : public QWidget {
    Q_OBJECT
public:
    static constexpr int LeastShare = 20; ///< of meaning, in percent
    static constexpr int MostShare = 80;

    explicit SearchOptions(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] api::KnowledgeMode mode() const { return m_mode; }
    [[nodiscard]] double meaningShare() const;
    [[nodiscard]] bool byModel() const;
    void setMode(api::KnowledgeMode mode);
    void setMeaningShare(double share); ///< 0.2 to 0.8
    [[nodiscard]] QPushButton *modeButton(api::KnowledgeMode mode) const { return m_modes[int(mode)]; }
    [[nodiscard]] QSlider *slider() const { return m_share; }

Q_SIGNALS:
    void changed(); ///< mode or share

private:
    void keep();
    void showState();

    ViewContext &m_context;
    api::KnowledgeMode m_mode = api::KnowledgeMode::Hybrid;
    QPushButton *m_modes[3] = {};
    QSlider *m_share;
    QLabel *m_words;
    QLabel *m_meaning;
    QCheckBox *m_byModel;
};

} // namespace hs::ui
