using System;
using System.Collections.Generic;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>One member and the column that it becomes.</summary>
    public sealed class Column
    {
        private readonly List<(string Kind, DataViewType Type, Delegate Getter)> _annotations = [];

        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            MemberName = memberName;
            ColumnType = columnType;
            ColumnName = columnName;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var (kind, type, getter) in _annotations)
                    builder.Add(kind, type, getter);
                return builder.ToAnnotations();
            }
        }

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Contracts.CheckValue(kind, nameof(kind));
            Contracts.CheckValue(annotationType, nameof(annotationType));
            if (_annotations.Exists(a => a.Kind == kind))
                throw Contracts.Except("Column already contains an annotation of this kind.");
            _annotations.Add((kind, annotationType, AnnotationGetter.Create(value, annotationType)));
        }

        /// <summary>Takes the type and the annotations of a column of the same name.</summary>
        internal void CopyFrom(DataViewSchema.Column source)
        {
            ColumnType = source.Type;
            foreach (DataViewSchema.Column annotation in source.Annotations.Schema)
            {
                var getter = (Delegate)GenericCall.Instance(source.Annotations, nameof(DataViewSchema.Annotations.GetGetter), [annotation.Type.RawType], annotation);
                _annotations.RemoveAll(a => a.Kind == annotation.Name);
                _annotations.Add((annotation.Name, annotation.Type, getter));
            }
        }
    }
}
