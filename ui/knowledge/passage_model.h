#pragma once

#include "engine/api/knowledge.h"
#include "ui/lists/keyed_list_model.h"
#include "ui/shell/ticker.h"

namespace hs::ui {

/// The passages that were found, best first. GUI thread.
class PassageModel final : public KeyedListModel<api::KnowledgePassage> {
    Q_OBJECT
public:
    enum Role { PassageRole = Qt::UserRole + 60 }; ///< const api::KnowledgePassage *, for the delegate; good until the model changes

    explicit PassageModel(const Ticker &ticker, QObject *parent = nullptr);

    /// `numbered`: an answer cites them by their place, from 1.
    void setPassages(std::vector<api::KnowledgePassage> passages, bool numbered);
    [[nodiscard]] bool numbered() const { return m_numbered; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    /// A report on a document was made or taken back here: all its passages say so at once.
    void setReported(const api::Id &document, const QString &why);

protected:
    [[nodiscard]] QString keyOf(const api::KnowledgePassage &row) const override;
    [[nodiscard]] bool same(const api::KnowledgePassage &a, const api::KnowledgePassage &b) const override;

private:
    const Ticker &m_ticker;
    bool m_numbered = false;
};

} // namespace hs::ui

Q_DECLARE_METATYPE(const hs::api::KnowledgePassage *)
