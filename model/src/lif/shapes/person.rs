//! What a LIF `Person` has, with its parts: LIF 2.0, and the preferences, narratives and interactions of its `StateU`
//! model.

use super::{PLAIN, Shape};

/// `Person` and what only persons have.
pub(super) const PERSON: &[Shape] = &[
    Shape {
        name: "Person",
        parts: "AssessmentLearningExperience Birth Consent Contact CourseLearningExperience CredentialAward Culture \
            Death Demographics EmploymentLearningExperience EmploymentPreferences Identifier Interactions Language \
            MilitaryLearningExperience Name Narrative PositionPreferences Proficiency ProgramLearningExperience \
            RelationshipContacts Residency SexAndGender",
        ..PLAIN
    },
    Shape {
        name: "Address",
        texts: "addressCity addressCountyName addressLine2 addressPostalCode addressState addressStreet addressType \
            countryCode formattedAddress residenceCountry",
        dates: "dateEffective dateExpired",
        numbers: "latitude longitude",
        ..PLAIN
    },
    Shape {
        name: "AssessmentLearningExperience",
        texts: "completionStatus deliveryDeviceDetails experienceLocation gradeStatus offeredBy reasonNotCompleting \
            resultDataType scoreType scoreValue timeAssessed type",
        dates: "endDate startDate",
        ..PLAIN
    },
    Shape { name: "AuditHistory", texts: "auditLog", dates: "auditDate", ..PLAIN },
    Shape {
        name: "Birth",
        texts: "birthCode birthIndicator birthInternationalProvince birthVerification cityOfBirth stateOfBirth visa",
        dates: "birthDate dateEnteredUS",
        ..PLAIN
    },
    Shape {
        name: "Consent",
        texts: "additionalNotes channel dataRecipients languages lifEntities mechanism purpose regulatoryCompliance \
            status type typeDescription typesOfData",
        dates: "dateTimeConsentGiven dateTimeConsentUpdated expiration",
        parts: "AuditHistory basisLegalCode withdrawalProcessLegalCode",
        ..PLAIN
    },
    Shape {
        name: "Contact",
        texts: "websiteAddress",
        dates: "dateEffective dateExpired",
        parts: "Address Email Telephone",
        ..PLAIN
    },
    Shape {
        name: "CourseLearningExperience",
        texts: "academicTerm courseGradeStatusCode courseOverrideSchool courseRepeatCode courseSectionEntryType \
            courseSectionExitType courseSectionID courseSectionNumber creditUnitType currentlyAttendingIndicator \
            department enrollmentStatusType experienceGrade institution narrativeExplanationGrade ownedBy \
            session singleSexClassStatus term type",
        dates: "courseAddDate courseSectionExitWithdrawalDate endDate exitDate startDate",
        numbers: "courseTotal experienceNumericalGrade",
        truths: "goodStandingIndicator",
        ..PLAIN
    },
    Shape {
        name: "CredentialAward",
        texts: "awardStatus credentialAwardee instanceOfCredential narrative payload proof result revocationReason \
            signedPayload termsOfUse uri verificationType",
        dates: "awardIssueDate expirationDate",
        numbers: "creditsEarned",
        truths: "revoked selfAsserted",
        parts: "Evidence Identity Image",
    },
    Shape {
        name: "Culture",
        texts: "americanIndianOrAlaskan asian blackOrAfricanAmerican ethnicity nativeHawaiianOrOtherPacificIslander \
            white",
        ..PLAIN
    },
    Shape { name: "Death", dates: "deathDate", ..PLAIN },
    Shape {
        name: "Demographics",
        texts: "educationVerification familyIncomeCalculation highestLevelEducation homelessPrimaryResidence \
            militaryActiveStatus militaryVeteranStatus qualifyingMoveCity qualifyingMoveCountry qualifyingMoveState \
            startDateStatus startEndDate tribalNationName usCitizenship",
        numbers: "familyIncome",
        truths: "economicDisadvantage homeless migrantStatus",
        ..PLAIN
    },
    Shape {
        name: "Email",
        texts: "emailAddress emailAddressType endPeriod startPeriod",
        truths: "primaryEmailAddressIndicator",
        ..PLAIN
    },
    Shape {
        name: "EmploymentLearningExperience",
        texts: "aspirations contractType description employmentSeparationReason employmentSeparationType \
            employmentStatus experienceType experienceTypeAssertion experienceTypeValidated sourceExperience",
        dates: "dateOfAssertion endDate hireDate startDate",
        truths: "careerPathwaysProgramParticipationIndicator employedAfterExit employedPriorToEnrollment \
            employedWhileEnrolled militaryEnlistmentAfterExit updateFlag",
        parts: "IncomeSources",
        ..PLAIN
    },
    Shape {
        name: "Evidence",
        texts: "audience description evidenceAccreditation evidenceId evidenceStatement genre narrative type uri",
        ..PLAIN
    },
    Shape { name: "Identifier", texts: "identifierType identifierVerification", ..PLAIN },
    Shape { name: "Identity", texts: "identityHash identityType salt", truths: "hashed", ..PLAIN },
    Shape { name: "IncomeSources", texts: "incomeSourceCategory incomeSourceDescription", ..PLAIN },
    Shape { name: "Language", texts: "iSO639-2LangCode iSO639-3LangCode iSO639-5LangFamily languageType", ..PLAIN },
    Shape {
        name: "MilitaryLearningExperience",
        texts: "branch campaigns comments countryCode dischargeDateStatus dischargeStatus disciplinaryActions \
            division endingRank experienceCountryCode honors militaryStatus serviceNumber startingRank",
        dates: "dischargeDate experienceEndDate experienceStartDate",
        truths: "militaryEnlistmentExit",
        ..PLAIN
    },
    Shape {
        name: "Name",
        texts: "firstName initials lastName middleName namePrefix nameSuffix nameType qualficationAffix \
            titleAffixCode",
        dates: "endDate lastModificationDate startDate",
        ..PLAIN
    },
    Shape {
        name: "Proficiency",
        texts: "description proficiencyLevelId proficiencyScaleType",
        dates: "resultDateTime",
        ..PLAIN
    },
    Shape {
        name: "ProgramLearningExperience",
        texts: "participationStatus personId type",
        dates: "endDate exitDate startDate",
        ..PLAIN
    },
    Shape {
        name: "RelationshipContacts",
        texts: "effectiveDates expiraryDates relationshipRestrictions relationshipType",
        numbers: "relationshipPriority",
        truths: "emergencyContact guardian livingRelationship primaryContact",
        ..PLAIN
    },
    Shape {
        name: "Residency",
        texts: "congressionalDistrict countyFIPSCode localType proofOfResidency",
        dates: "dateEffective dateExpired",
        truths: "doNotPublishIndicator",
        ..PLAIN
    },
    Shape { name: "SexAndGender", texts: "gender pronouns sex", ..PLAIN },
    Shape {
        name: "Telephone",
        texts: "telephoneNumber telephoneNumberType",
        dates: "dateEffective dateExpired",
        truths: "doNotPublishIndicator orderOfPriority primaryNumber textMessageCapabilityIndicator",
        ..PLAIN
    },
    Shape { name: "basisLegalCode", texts: "code narrative source", ..PLAIN },
    Shape { name: "withdrawalProcessLegalCode", texts: "code narrative source", ..PLAIN },
    Shape { name: "EmploymentPreferences", texts: "organizationNames organizationTypes", ..PLAIN },
    Shape {
        name: "Interactions",
        texts: "channel channelIdentifier channelIdentifierType followupRequired interactionId interactionType \
            sentiment severity summary",
        dates: "interactionEnd interactionStart",
        ..PLAIN
    },
    Shape { name: "Narrative", texts: "description narrative", parts: "Texts", ..PLAIN },
    Shape {
        name: "PositionPreferences",
        texts: "positionOfferingTypeCodes positionScheduleTypeCodes positionTitles",
        parts: "Relocation RemoteWork Travel",
        ..PLAIN
    },
    Shape { name: "Relocation", truths: "willingToRelocateIndicator willingToTravelIndicator", ..PLAIN },
    Shape { name: "RemoteWork", truths: "remoteWorkIndicator", ..PLAIN },
    Shape { name: "RemunerationPackage", texts: "basisCode", parts: "Ranges", ..PLAIN },
    Shape { name: "Ranges", texts: "intervalCode", parts: "MaximumAmount MinimumAmount", ..PLAIN },
    Shape { name: "MinimumAmount", texts: "currency", numbers: "value", ..PLAIN },
    Shape { name: "MaximumAmount", texts: "currency", numbers: "value", ..PLAIN },
    Shape { name: "Texts", texts: "description language lines text", ..PLAIN },
    Shape { name: "Travel", numbers: "percentage", truths: "willingToTravelIndicator", ..PLAIN },
];
