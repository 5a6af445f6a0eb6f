//! What a LIF document has beside persons: the seven other roots of LIF 2.0 with their parts.

use super::{PLAIN, Shape};

/// The roots and what only they have.
pub(super) const ROOTS: &[Shape] = &[
    Shape {
        name: "Assessment",
        texts: "alternateName approvedBy assessmentLanguage assessmentLevel assessmentLevelOther assessmentObjective \
            assessmentTypeAdministered audienceLevelType category contentStandard contentStandardStatus \
            creditUnitTypeDescription ctid deliveryType description generalizationOf goalDescription \
            goalSuccessCriteria industryType isPartOfSubtest keyword methodDescription methodType moreInformation \
            occupationType otherDocuments ownedBy provider purpose scoreMetricType scoringMethodDescription \
            scoringMethodExample shortName specialisationOf status subject subjectWebpage type",
        dates: "dateEffective dateIssued expirationDate revisionDate",
        numbers: "creditValue",
        parts: "AssessmentPerformanceLevel",
        ..PLAIN
    },
    Shape {
        name: "AssessmentPerformanceLevel",
        texts: "descriptiveFeedback label",
        numbers: "performanceLowerLevel performanceUpperLevel",
        ..PLAIN
    },
    Shape {
        name: "CompetencyFramework",
        texts: "creator description jurisdiction language license officialSourceUrl publicationStatus publisher \
            rights sequence subject subjectUri uri validEndDateStatus validStartDateStatus version",
        dates: "lastChangeDateTime publicationDate validEndDate validStartDate",
        parts: "Association Competency CompetencyAlignments",
        ..PLAIN
    },
    Shape {
        name: "Competency",
        texts: "abbreviatedStatement altCodedNotation alternativeNode code environmentalHazard hasProgressionLevel \
            keywords language level license rightsHolder statement testibilityType textComplexitySystem typeUrl uri \
            version",
        dates: "validEndDate validStartDate",
        numbers: "ageRangeMax ageRangeMin textComplexityMaximumValue textComplexityMinimumValue weight",
        truths: "currentVersionIndicator",
        parts: "Accessibility CompetencyAlignments Identifier ProficiencyDefinition",
    },
    Shape {
        name: "ProficiencyDefinition",
        texts: "allowedValues competencyUri desiredProficiencyLevelUri proficiencyScaleType \
            requiredProficiencyLevelUri requiredValue valueMax valueMin",
        parts: "ProficiencyLevel",
        ..PLAIN
    },
    Shape { name: "ProficiencyLevel", texts: "proficiencyStatement uri value", numbers: "order", ..PLAIN },
    Shape { name: "CompetencyAlignments", texts: "alignmentType alignsToText alignsToType alignsToUri uri", ..PLAIN },
    Shape { name: "Accessibility", texts: "physicalCapabilityType sensoryCapabilityType", ..PLAIN },
    Shape {
        name: "Association",
        texts: "competencyAssociationConnectionCitation competencyAssociationDestinationName \
            competencyAssociationDestinationUri competencyAssociationOriginName competencyAssociationOriginUri \
            competencyAssociationType competencyAssociationUri",
        numbers: "competencyAssociationWeight",
        ..PLAIN
    },
    Shape {
        name: "Credential",
        texts: "abbreviation achievementType description extensions fieldOfStudy format humanCode idSystem idType \
            image level schema status tags uri url",
        dates: "effectiveDate expirationDate",
        numbers: "creditsAvailable industryCode",
        parts: "Accreditation CredentialAlignments Image Requirements",
        ..PLAIN
    },
    Shape {
        name: "Requirements",
        texts: "assessmentMethodType estimatedDuration maximumDuration minimumDuration",
        numbers: "minimumAge",
        parts: "Criteria",
        ..PLAIN
    },
    Shape { name: "Criteria", texts: "narrative uri", ..PLAIN },
    Shape { name: "Image", texts: "author caption imageType type uri url", ..PLAIN },
    Shape { name: "CredentialAlignments", texts: "alignmentType code description framework url", ..PLAIN },
    Shape {
        name: "Accreditation",
        texts: "accreditationStatus accreditationType accreditedBy accreditedIn accreditingAgency accredits \
            ctdlOrganizationType ctid",
        dates: "accreditationAwardDate accreditationExpirationDate dateAccredited seekingAccreditationDate",
        ..PLAIN
    },
    Shape {
        name: "Position",
        texts: "compensationBaseSalaryStatus compensationTotalSalaryStatus contractDaysOfServicePerYearStatus \
            contractLengthStatus description employmentSchedule employmentSeason occupationalCategory \
            otherPayMethods positionEmploymentStatus primaryPayMethod wageVerificationCode",
        numbers: "compensationBaseSalary compensationTotalSalary contractDaysOfServicePerYear contractLength \
            fullTimeEquivalentRatio hoursWorkedPerWeek",
        parts: "IndustryCode JobCode Membership Wage",
        ..PLAIN
    },
    Shape { name: "IndustryCode", texts: "industryCodeType industryCodeValue", ..PLAIN },
    Shape { name: "JobCode", texts: "jobCodeType jobCodeValue", ..PLAIN },
    Shape {
        name: "Membership",
        texts: "membershipType",
        dates: "endDate startDate",
        truths: "membershipStatus",
        ..PLAIN
    },
    Shape { name: "Wage", texts: "payRateType", dates: "endDate startDate", numbers: "payRate", ..PLAIN },
    Shape {
        name: "Organization",
        texts: "description identificationSystem imageUrl organizationType relationshipType shortName uri url",
        parts: "Accreditation Contact Identifier OperationalStatus OrganizationCode",
        ..PLAIN
    },
    Shape { name: "OrganizationCode", texts: "organizationCodeType organizationCodeValue", ..PLAIN },
    Shape { name: "OperationalStatus", texts: "operationalStatus", dates: "operationalStatusEffectiveDate", ..PLAIN },
    Shape {
        name: "Course",
        texts: "assessmentMethodDescription assessmentMethodType assessmentReportingMethod audienceLevelType \
            availabilityListing availableOnlineAt courseAcademicGradeScaleCode courseApplicableEducationLevel \
            courseCertificationDescription courseCodeSystem courseCreditBasisType courseCreditLevelType \
            courseCreditUnits courseDepartmentName courseFundingProgram courseGPAApplicability courseHonorsType \
            courseInstructionMethod courseInstructionSiteName courseInstructionSiteType courseInteractionMode \
            courseLevelCharacteristic courseLevelType courseNumber courseSubjectAbbreviation \
            creditUnitTypeDescription ctid description estimatedCost estimatedDuration financialAssistance \
            inLanguage instructionalDelivery keyword learningStandard lifeCycleStatusType offeredBy ownedBy \
            recognizedBy regulatedBy resultType subject subjectWebpage targetAssessment targetLearningResource \
            teaches",
        dates: "courseBeginDate courseEndDate",
        numbers: "courseCreditValue courseRepeatabilityMaximumNumber courseSectionTimeRequiredFor",
        truths: "courseStandardAlignment",
        parts: "Identifier",
    },
    Shape {
        name: "Program",
        texts: "accreditedBy alternateName approvedBy assessmentMethodDescription assessmentMethodType \
            audienceLevelType audienceType availabilityListing availableAt availableOnlineAt codedNotation \
            creditUnitTypeDescription creditValue ctid deliveryType description distanceEducationProgram \
            estimatedCost estimatedDuration inLanguage instructionalProgramCode instructionalProgramUse \
            instructionalProgramVersion keyword lifeCycleStatusType normalTimeCompletion normalTimeCompletionUnits \
            offerFrequencyType ownedBy postSecondaryProgramLevel programDurationType programIdentifierSystem \
            programSponsorType programVersion recognizedBy regulatedBy specialization subjectWebpage \
            targetAssessment targetLearningResource workBasedLearningOpportunityType",
        dates: "dateEffective expirationDate",
        numbers: "creditsRequired programDuration",
        ..PLAIN
    },
];
