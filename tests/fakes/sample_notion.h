#pragma once

#include "tests/fakes/fake_door.h"

namespace hs::test {

/// A hub that is mirrored in Notion, as the engine would tell it. All moments hang on `now`.
struct SampleNotion {
    QDateTime now;
    api::NotionStanding standing = api::NotionStanding::Working;
    bool tokenSet = true;
    int waiting = 3;
    int parked = 2;
    int conflicts = 3;
    int gone = 0; ///< pages of the first database
    int related = 100'000; ///< records that a relation can lead to
    int setUpDone = 0, setUpOf = 0;
    QString textState = QStringLiteral("alike"); ///< of the text inside the record's page
    bool textIsRead = true;                      ///< reading it from Notion succeeds

    [[nodiscard]] api::NotionStatus status() const;
    [[nodiscard]] api::NotionConflictRow conflict(int number) const; ///< 0: the newest
    [[nodiscard]] api::NotionParkedRow parkedRow(int number) const;
    [[nodiscard]] api::IntegrationCard card() const;
    /// One database with a property of every type, and one that it leads to.
    [[nodiscard]] std::vector<api::DatabaseInfo> databases() const;
    [[nodiscard]] api::RecordRow record() const; ///< rec_1 of the first
    [[nodiscard]] api::RecordMirror mirror() const;
    [[nodiscard]] api::PropertyChangeRow change(int number) const; ///< 0: the newest
    [[nodiscard]] api::RecordText text() const;
    /// ConnectNotion's data. `wished`: ConnectNotion::adopt; what is named there is taken over.
    [[nodiscard]] QJsonObject plan(const QJsonObject &wished = {}) const;
    [[nodiscard]] QJsonObject rehearsal() const; ///< RehearseNotion's data
};

/// Makes the door tell of Notion: status, conflicts, what is stuck, and the commands. The card is added to the others.
void serveNotion(FakeDoor &door, const SampleNotion &sample);
/// And the records: every type of property, history of `changes` changes, the page in Notion and the text inside it, which
/// can be written.
void serveMirroredRecords(FakeDoor &door, const SampleNotion &sample, int changes = 7);

} // namespace hs::test
