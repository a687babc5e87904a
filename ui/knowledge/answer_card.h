#pragma once

#include <vector>

#include <QFrame>
#include <QTimer>

#include "engine/api/knowledge.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;

namespace hs::ui {

class AgentAvatar;
class Chip;
class LoadingBar;

/// What Atlas says to a question: sentences with numbered citations, each of them a chip that leads to its passage; or that no
/// source answers it, with the reason. Says what is wrong with the sources, and who made the words: the rules or a model.
class AnswerCard final : public QFrame {
    Q_OBJECT
public:
    explicit AnswerCard(ViewContext &context, QWidget *parent = nullptr);

    void showThinking(); ///< with a button to leave off once it takes longer than a second
    void showAnswer(const api::KnowledgeAnswer &answer);
    void showFailure(const QString &sentence);
    void clear();        ///< and hides
    [[nodiscard]] bool isThinking() const { return m_thinking; }
    [[nodiscard]] QString words() const; ///< what is said, with the numbers
    [[nodiscard]] const std::vector<QPushButton *> &citations() const { return m_citations; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }

Q_SIGNALS:
    void citationChosen(int number); ///< from 1
    void cancelAsked();
    void heightChanged();

private:
    void look(bool answered);
    void fillCitations(const api::KnowledgeAnswer &answer);
    void fillWarnings(const QStringList &warnings);
    void tell(QLabel *label);

    ViewContext &m_context;
    AgentAvatar *m_face;
    QLabel *m_title;
    Chip *m_evidence;
    LoadingBar *m_bar;
    QLabel *m_words;
    QWidget *m_chips;
    QWidget *m_warnings;
    QLabel *m_by;
    QPushButton *m_cancel;
    QTimer m_offerCancel;
    std::vector<QPushButton *> m_citations;
    bool m_thinking = false;
    bool m_answered = false;
};

} // namespace hs::ui
