#include "ui/knowledge/passage_model.h"

#include "ui/knowledge/knowledge_words.h"

namespace hs::ui {

namespace {

bool sameMarks(const std::vector<api::KnowledgeRange> &a, const std::vector<api::KnowledgeRange> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const api::KnowledgeRange &x, const api::KnowledgeRange &y) {
        return x.start == y.start && x.length == y.length && x.meaning == y.meaning;
    });
}

} // namespace

PassageModel::PassageModel(const Ticker &ticker, QObject *parent) : KeyedListModel(parent), m_ticker(ticker) {}

void PassageModel::setPassages(std::vector<api::KnowledgePassage> passages, bool numbered)
{
    const bool renumbered = std::exchange(m_numbered, numbered) != numbered;
    replaceAll(std::move(passages));
    if (renumbered && !isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(size() - 1, 0));
}

QVariant PassageModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= size())
        return {};
    const api::KnowledgePassage &passage = at(index.row());
    switch (role) {
    case Qt::DisplayRole: return passage.title.isEmpty() ? passage.place : passage.title;
    case Qt::AccessibleTextRole: return passageSentence(passage, m_numbered ? index.row() + 1 : 0, m_ticker.now());
    case PassageRole: return QVariant::fromValue(&passage);
    default: return {};
    }
}

void PassageModel::setReported(const api::Id &document, const QString &why)
{
    for (int row = 0; row < size(); ++row) {
        if (at(row).document != document || at(row).reported == why)
            continue;
        api::KnowledgePassage changed = at(row);
        changed.reported = why;
        update(row, std::move(changed));
    }
}

QString PassageModel::keyOf(const api::KnowledgePassage &row) const
{
    return row.id;
}

bool PassageModel::same(const api::KnowledgePassage &a, const api::KnowledgePassage &b) const
{
    return a.id == b.id && a.text == b.text && a.title == b.title && a.heading == b.heading && a.page == b.page && a.version == b.version
           && a.score == b.score && a.changedAt == b.changedAt && a.checkedAt == b.checkedAt && a.mayBeOutdated == b.mayBeOutdated
           && a.reported == b.reported && a.alsoIn == b.alsoIn && a.author == b.author && a.sourceTitle == b.sourceTitle
           && a.wordRank == b.wordRank && a.words == b.words && a.fused == b.fused && a.cosine == b.cosine && sameMarks(a.marks, b.marks);
}

} // namespace hs::ui
